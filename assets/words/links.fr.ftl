# Les liens de ce qui a été écrit sur une demande.

choice-link = Quel lien de { $ticket } ?
choice-link-hint = Quelqu'un a écrit ces liens : d'abord, où chacun mène vraiment.
do-open-link = ouvrir un lien
help-open-link = Ouvrir un lien de la demande, après avoir vu où il mène
notice-no-links = { $ticket } : rien de ce qui a été dit ne contient de lien, ou la demande n'a pas encore été lue.
notice-link-opened = { $place } a été confié à votre navigateur ou messagerie.
notice-link-not-opened = { $place } n'a pas été ouvert : { $why }
