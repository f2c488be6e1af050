# Les modèles : en choisir un, et ce qui peut clocher dans ceux du service.
keys-of-templates = Modèles
pane-templates = Modèles
templates-none = Aucun modèle ne porte ce nom.
templates-any = au choix
templates-interim = attente
templates-preliminary-analysis = analyse
templates-information-request = informations
templates-solution = solution
templates-otherwise = Pour l’échéance, c’est : { $kind } ; vous écrivez autre chose.
templates-other-language = N’existe qu’en { $language }.
notice-nothing-unresolved = Toutes les variables sont complétées.
notice-nothing-to-quote = Aucun message du client n’est encore lu pour { $ticket } : réessayez dans un instant.
config-unknown-variable = { "{{" }{ $name }{ "}}" } n’est pas une variable{ $meant } ; à lister dans ask = [...] si c’est à l’auteur de la compléter
config-no-language = demande [en] ou [fr], chacun avec title et text
