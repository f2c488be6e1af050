# Deux choses d’une même fiche qui s’excluent.
refusal-call-not-over = un appel de cette durée n’est pas encore terminé.
refusal-nobody-was-reached = personne n’a répondu à l’appel : rien n’a pu y être promis.
refusal-asked-and-not-informed = c’est le client qui le demande : le support en est informé.
refusal-asks-and-resolves = qui demande ce qui manque ne résout pas : mettez en attente du client.
refusal-address-taken = le correspondant { $contact } a déjà cette adresse.

# Des entrées que rien ne distingue à ce par quoi on les joint.
import-shared = { $file }:{ $line }:{ $column } : { $key } : « { $value } » est aussi { $other }. Ce qui en vient n’est à personne tant qu’un responsable n’a pas dit à qui.
import-shared-line = { $key } (ligne { $line })
