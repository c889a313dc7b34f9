"""Pages for the public: say what is wrong, look up what became of it, judge the answer."""
