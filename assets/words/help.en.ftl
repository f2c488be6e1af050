# The documentation in the terminal, manual pages.

help-pages = Pages of the documentation, each shown by vigie help PAGE:
help-commands = Commands, each explained by vigie help COMMAND:
help-no-topic = There is neither a page nor a command “{ $topic }”. There are: { $topics }.
help-page-console = the screen, answering, templates, calls and promises, signature requests
help-page-keys = every key
help-page-configuration = settings, tokens, languages, themes, calendars, time zones
help-page-request-tracker = vigie on Request Tracker 5
help-page-server = serving a team: import, tokens, TLS, backup and restore
help-page-on-call = rotas, warnings, vigie check
help-page-security = what vigie guards against, and how
help-page-domain = the programme, the rules of the clock, the order of the queue
help-page-changelog = what changed
manual-failed = { $path }: not written: { $why }
manual-written = { $count } manual pages are in { $path }. Try: man vigie
