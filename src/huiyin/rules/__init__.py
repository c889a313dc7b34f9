"""Floor 0: what follows when somebody does something, as pure functions over frozen values.

Nothing in here knows Django, a database, a clock, a file or chance; the rooms above fetch what
the rules need, and the rules decide. Imports go down only: `explore`, `simulate`, `notices` and
`scoring`, then `lifecycle`, then the `steps`, then `clocks` and `access`, then `facts`, `case`,
`law`, and at the bottom `worktime` and `words`.
"""
