"""From YAML text to a `Pipeline`: dialects, settings, prompt files, and the library of suites.

May import: `core`, `blocks`, `yamltext`.
Start with `load` (a flow file becomes a pipeline); `library` finds the flow files, `files` what they refer to.
"""
