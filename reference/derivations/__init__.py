"""The derivations of the lectures, a module a topic; beside each, in TOML, the mistakes that bend it."""
