"""From YAML text to a `Pipeline`: dialects, settings, prompt files, and the library of suites.

May import: `core`, `blocks` and `yamltext`, and no other room.
Start with `load` (a flow file becomes a pipeline); `library` finds the flow files, `files` what they refer to.
"""
