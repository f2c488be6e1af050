# La documentation dans le terminal, les pages de manuel.

help-pages = Pages de la documentation (en anglais), à lire avec vigie help PAGE :
help-commands = Commandes, expliquées par vigie help COMMANDE :
help-no-topic = Il n’y a ni page ni commande « { $topic } ». Il y a : { $topics }.
help-page-console = l’écran, les réponses, les modèles, les appels et les promesses, les demandes de signature
help-page-keys = toutes les touches
help-page-configuration = réglages, jetons, langues, thèmes, calendriers, fuseaux horaires
help-page-request-tracker = vigie sur Request Tracker 5
help-page-server = servir une équipe : import, jetons, TLS, sauvegarde et restauration
help-page-on-call = tours d’astreinte, alertes, vigie check
help-page-security = ce dont vigie protège, et comment
help-page-domain = le programme, les règles de l’horloge, l’ordre de la file
help-page-changelog = ce qui a changé
manual-failed = { $path } : non écrit : { $why }
manual-written = { $count } pages de manuel sont dans { $path }. Essayez : man vigie
