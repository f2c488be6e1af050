# Templates: picking one, and what can be wrong with the desk's own.
keys-of-templates = Templates
pane-templates = Templates
templates-none = No template is called that.
templates-any = any
templates-interim = interim
templates-preliminary-analysis = analysis
templates-information-request = information
templates-solution = solution
templates-otherwise = To the clock it is { $kind }; you are writing something else.
templates-other-language = Only there in { $language }.
notice-nothing-unresolved = Every variable is filled in.
notice-nothing-to-quote = Nothing that the customer said on { $ticket } is read yet: try again in a moment.
config-unknown-variable = { "{{" }{ $name }{ "}}" } is no variable{ $meant }; list it in ask = [...] if its author fills it in
config-no-language = needs [en] or [fr], each with title and text
