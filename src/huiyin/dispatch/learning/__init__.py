"""What was learned from letters that people have put in their places (PS-3).

`reading` cuts letters, `model` guesses, `training` makes models and knows how good they are.
"""
