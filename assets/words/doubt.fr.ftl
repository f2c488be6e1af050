# Actes dont la réponse s’est perdue, chez un serveur qui n’en reconnaît aucun par son nom.

pending-missing = introuvable
outbox-missing = sans réponse depuis { $since } ; cherché pendant { $looked } : absent de { $ticket }. Renvoyer (s), modifier ou jeter ?
bulk-missing = pas de réponse, et rien sur la demande : décidez dans les envois (O)
notice-missing = { $ticket } : pas de réponse ({ $deed }), et la demande n’en a pas trace, même si un envoi peut encore arriver en retard. Rien ne repart tout seul : décidez dans les envois (O).
notice-may-come-late = { $ticket } : un envoi précédent peut encore arriver en retard ({ $deed }). Regardez la demande avant de le dire autrement.
