# Toutes les phrases de la console, en français. Les mêmes identifiants que en.ftl ; un test les compare.
# Devant : ; ! ? % et dans les guillemets, l'espace est insécable (U+00A0).

## Gravité, état, nature et autres noms du métier

severity-1-short = 1 CRIT
severity-2-short = 2 ÉLEV
severity-3-short = 3 MOY
severity-4-short = 4 FAIB
severity-1 = 1 Critique
severity-2 = 2 Élevée
severity-3 = 3 Moyenne
severity-4 = 4 Faible
severity-1-loud = 1 CRITIQUE
severity-2-loud = 2 ÉLEVÉE
severity-3-loud = 3 MOYENNE
severity-4-loud = 4 FAIBLE

status-new = nouvelle
status-open = ouverte
status-waiting-for-customer = en attente client
status-waiting-for-lab = en attente laboratoire
status-resolved = résolue
status-closed = close
status-void = sans objet

kind-incident = incident
kind-service-request = demande de service
kind-signature-request = demande de modification de signature

channel-portal = portail
channel-phone = ligne prioritaire
channel-email = e-mail

plan-premium = Premium
plan-standard = Standard

language-en = anglais
language-fr = français

response-interim = réponse d’attente
response-preliminary-analysis = analyse préliminaire
response-information-request = demande de toutes les informations manquantes
response-solution = solution

response-interim-why = le délai court
response-preliminary-analysis-why = qualifiée, arrête le délai
response-information-request-why = qualifiée, arrête le délai
response-solution-why = qualifiée, arrête le délai

verdict-false-positive = faux positif : sain, mais détecté
verdict-false-negative = faux négatif : nuisible, mais non détecté
verdict-outbreak = épidémie virale

object-file = fichier
object-url = adresse (URL)
object-domain = domaine
object-ip = adresse IP
object-hash = empreinte
object-email = e-mail

step-received = reçue
step-gate = bases vérifiées
step-specialists = spécialistes
step-publication = publication
step-informed = client informé
step-verified = correctif vérifié

deed-acknowledge = prise en compte
deed-assign = attribution
deed-respond-interim = réponse d’attente
deed-respond = réponse qualifiée
deed-respond-and-wait = réponse puis attente client
deed-respond-and-resolve = réponse et résolution
deed-note = note interne
deed-wait-for-customer = mise en attente client
deed-resolve = résolution
deed-reopen = réouverture
deed-file = nouvelle demande
deed-void = annulation
deed-merge = fusion
deed-escalate = escalade
deed-end-escalation = fin de l’escalade
deed-hand-over = transfert
deed-accept = acceptation
deed-link-sender = expéditeur nommé
deed-correct-contract = correction du contrat
deed-explain-breach = cause du retard
deed-call = appel
deed-change-severity = changement de gravité
deed-promise = promesse
deed-keep-promise = promesse tenue
deed-move-promise = promesse reportée
deed-break-promise = promesse abandonnée

call-from-customer = le client a appelé
call-to-customer = nous avons appelé
call-spoke = joint
call-call-back = à rappeler
call-voicemail = messagerie vocale
call-no-answer = sans réponse
hour-usual = bonne heure
hour-unusual = hors heures
hour-night = nuit
level-specialist = spécialiste
level-management = direction
level-lab = laboratoire
forgotten-promise = promesse en retard
forgotten-update = nouvelle en retard
forgotten-not-accepted = non acceptée
forgotten-silent = vue, silence
forgotten-waiting = attend trop
party-customer = le client
party-desk = l’équipe
consent-agreed = l’autre partie est d’accord
consent-informed = l’autre partie est prévenue
consent-not-informed = l’autre partie n’est pas prévenue
cause-desk = l’équipe
cause-customer = le client
cause-specialists = les spécialistes
cause-elsewhere = un tiers
cause-contested = contesté : pas de retard
promise-in-time = tenue à temps
promise-late = tenue trop tard
promise-broken = rompue
settlement-kept = tenue
settlement-moved = reportée
settlement-broken = abandonnée

severity-1-means = arrêt, blocage du système ou perte de données
severity-2-means = fonction touchée, sans perte ni plantage
severity-3-means = non critique ou service ; touche une partie
severity-4-means = mineure ou service ; fonction intacte
severity-1-examples = Par exemple : activité ou réseau à l’arrêt ; épidémie virale sur tout le réseau ; serveurs critiques gravement touchés ; faux positif sur une application critique ; nombreux postes qui ne répondent plus au produit.
severity-2-examples = Par exemple : effet grave sur l’activité, les applications centrales ou des systèmes non critiques.
severity-3-examples = Par exemple : activité touchée, ou une fonction en partie indisponible.
severity-4-examples = Par exemple : questions et demandes non critiques.

someone-nobody = personne
someone-desk = l’équipe
someone-stranger = { $name } (pas un correspondant désigné)

## Le temps

weekday-1 = lun.
weekday-2 = mar.
weekday-3 = mer.
weekday-4 = jeu.
weekday-5 = ven.
weekday-6 = sam.
weekday-7 = dim.
month-1 = janv.
month-2 = févr.
month-3 = mars
month-4 = avr.
month-5 = mai
month-6 = juin
month-7 = juil.
month-8 = août
month-9 = sept.
month-10 = oct.
month-11 = nov.
month-12 = déc.
thousands = {" "}
first-of-month = 1er
unit-second = s
unit-minute = m
unit-hour = h
unit-day = j
unit-business = ouv.
span-seconds = { $seconds } s
span-minutes = { $minutes } min
span-hours = { $hours } h { $minutes }
span-days = { $days } j { $hours } h

## Ligne d'état

program = vigie
pair = { $first } : { $second }
status-disk-fails = non enregistré
status-demonstration = DÉMONSTRATION
status-demonstration-short = DÉMO
status-on-call = astreinte : { $name }
status-in-hours = HEURES OUVRÉES jusqu’à { $until }
status-in-hours-short = HEURES OUVRÉES
status-out-of-hours = HORS HORAIRES jusqu’à { $until }
status-never-open = HORS HORAIRES
link-connecting = connexion
link-live = à jour { $ago }
link-stale = ancien { $ago }
link-offline = hors ligne depuis { $since }

## Clients

pane-customers = Clients
customers-all = Tous les clients
customers-mine = Mes clients
card-contacts = correspondants { $named }/{ $most }
card-manager = Responsable
card-contract = Contrat
card-until = → { $day }
card-open-until = ouvert jusqu’à { $until }
card-closed-until = fermé jusqu’à { $until }
card-language = Langue
card-zone = Là-bas

## File

pane-queue-all = File : tous les clients
pane-queue-mine = File : mes clients
pane-queue-customer = File : { $name }
queue-with-resolved = avec les résolues
queue-forgotten = oubliées à { $at }
queue-marked = { $count ->
    [one] { $count } marquée
   *[other] { $count } marquées
}
count-open = { $count ->
    [one] { $count } ouverte
   *[other] { $count } ouvertes
}
count-breached = { $count } hors délai
count-at-risk = { $count } à risque
column-left = RESTE
column-due = ÉCHÉANCE
column-severity = GRAV
column-ticket = DEMANDE
column-customer = CLIENT
column-subject = OBJET
column-ball = À QUI
column-owner = SUIVI PAR
left-answered = répondue
left-waiting = en attente
left-lab = au labo
left-resolved = résolue
left-standard = standard
left-no-contract = hors contrat
left-never = sans terme
ball-us = nous
ball-customer = client
ball-lab = labo
pending-recording = écriture
pending-delayed = part { $seconds } s
pending-queued = en file
pending-sending = envoi
pending-unknown = incertain
pending-taken-back = repris
pending-held = retenu
pending-refused = refusé
pending-draft = brouillon
queue-empty = Rien n’est dû : la file est vide.
queue-empty-hint = Les nouvelles demandes apparaissent d’elles-mêmes.
queue-no-match = Aucune demande ne répond à « { $filter } ».
queue-no-match-hint = { $key } efface le filtre.
queue-connecting = Connexion à { $backend }
queue-offline = { $backend } est injoignable.
queue-offline-hint = Nouvel essai automatique ; rien de ce que vous écrivez n’est perdu.
queue-syncing = Première synchronisation
queue-syncing-count = { $count ->
    [one] { $count } demande pour l’instant
   *[other] { $count } demandes pour l’instant
}
filter-label = Filtre :
filter-found = { $count ->
    [0] rien trouvé
    [one] { $count } trouvée
   *[other] { $count } trouvées
}
small-hint = Trop petit pour la console (60x15 au moins). Le plus urgent :
small-hint-middle = Trop petit : 60x15 au moins.
small-hint-short = trop petit

## Demande

ticket-response-due = réponse due { $due }
ticket-time-left = reste { $left }
ticket-late = { $late } de RETARD
ticket-update-due = prochaine nouvelle, à nous, pour { $due }
ticket-promise-due = promis pour { $due } : { $what }
ticket-overdue = en retard de { $late }
ticket-never-due = réponse due, sans échéance dans ce calendrier
ticket-answered = répondue { $at }
ticket-no-guarantee = offre standard : aucun délai garanti
ticket-no-contract = hors contrat : aucun délai ne court
ticket-stranger = expéditeur inconnu { $name }
ticket-resting = délai ouvré suspendu jusqu’à { $until }
ticket-call-missing = aucun appel noté : engagement { $at }
ticket-call-logged = appel noté { $at } : engagement { $due }
ticket-nobody = personne dessus
ticket-with = suivie par { $name }
ticket-not-acknowledged = pas encore vue
ticket-ball-us = à nous depuis { $ago }
ticket-ball-customer = au client depuis { $ago }
ticket-ball-lab = au laboratoire depuis { $ago }
ticket-loading = Chargement de la conversation
ticket-load-failed = La conversation n’a pas pu être chargée : { $why }
ticket-gone = Cette demande a quitté la file.
present-viewing = { $name } regarde la demande
present-noting = { $name } écrit une note
present-responding = { $name } écrit une réponse
ticket-no-selection = Aucune demande n’est marquée.
ticket-used = { $percent } %
judged-met = tenue, { $by } d’avance
judged-breached = DÉPASSÉE de { $by }
verdict-target = cible { $due } : { $judged }
verdict-commitment = engagement { $due } : { $judged }
tab-conversation = Conversation
tab-facts = Faits
tab-timeline = Historique
tab-customer = Client

## Conversation

frame-public-customer = PUBLIC, écrit par le client
frame-public-desk = PUBLIC, lu par le client
frame-internal = INTERNE, équipe seulement
qualified = qualifiée

## Faits d'une demande

facts-ticket = Demande
facts-clock = Délai
facts-objectives = Objectifs de l’équipe
facts-affairs = Autour
facts-signature = Demande de modification de signature
fact-subject = Objet
fact-kind = Nature
fact-status = État
fact-since = depuis { $at }
fact-severity = Gravité
fact-owner = Suivie par
fact-acknowledged = Vue
fact-filed = Déposée
fact-plan = Offre
fact-calendar = Calendrier
fact-holidays = Jours fériés
fact-target = Cible
fact-commitment = Engagement
fact-at-risk = À risque dès
fact-their-due = Échéance là-bas
their-none = aucune
their-own-level = il compte selon son propre niveau { $level }
their-by-hand = fixée à la main : sans niveau de service
their-not-running = son niveau { $level } ne court pas : ouverte par le support, ou répondue selon ses règles
their-no-level = il n'a aucun niveau de service pour cette demande
ticket-their-due = { $backend } dit échéance { $at } : { $why }
ticket-their-none = { $backend } n’a pas d’échéance : { $why }
their-short-own-level = son propre niveau { $level }
their-short-by-hand = fixée à la main
their-short-not-running = son niveau { $level } ne court pas
their-short-no-level = sans niveau de service
their-short-later = pour un message suivant
their-later = il compte pour un message suivant
fact-call = Appel
fact-call-not-needed = pas nécessaire
fact-call-missing = pas noté
fact-call-logged = noté { $at }
fact-response = Réponse
fact-update = Nouvelle due
fact-promise = Promis
fact-escalation = Escalade
fact-wish = Souhait
fact-handed-over = Transférée
fact-not-accepted = par { $by }, { $at }, pas encore acceptée
fact-follows = Fait suite à
fact-followed-by = Suite dans
fact-merged-into = Fusionnée dans
fact-absorbed = A absorbé
fact-verdict = Verdict
fact-object = Objet
fact-name = Nom
fact-size = Taille
fact-bytes = { $count } octets
fact-sha256 = SHA-256
fact-md5 = MD5
fact-detection = Détection
fact-product = Produit
fact-component = Composant
fact-bases = Bases
fact-bases-released = publiées { $at }
fact-rescan = Nouvelle analyse
fact-impact = Conséquences
fact-unknown = non indiqué
fact-version = Version

## Historique

timeline-filed = déposée : { $channel }, gravité { $severity }
timeline-follows = suite de { $ticket }
timeline-said-public = a écrit
timeline-said-response = a écrit : { $kind }
timeline-said-automatic = message automatique (ne compte pas comme réponse)
timeline-said-internal = note interne
said-automatic = automatique
timeline-acknowledged = a pris en compte
timeline-assigned = a confié à { $name }
timeline-took = a pris la demande
timeline-responded = réponse qualifiée : { $verdict }
timeline-responded-unmeasured = réponse qualifiée ; aucun délai n’était garanti
timeline-became = maintenant { $status }
timeline-called-at = { $what }, { $at }, noté après coup
timeline-regraded = gravité { $from } → { $to }, demandée par { $by }, { $consent } : { $why }
timeline-promised = a promis pour { $due } : { $what }
timeline-promise-ended = promesse { $how }
timeline-promise-moved = promesse reportée à { $due } : { $why }
timeline-escalated = escalade vers { $level } : { $why } ; souhaité : { $wish }
timeline-escalation-ended = escalade terminée : { $outcome }
timeline-breach-explained = cause du retard ({ $cause }) : { $reason }
timeline-handed-over = a transféré à { $name }
timeline-accepted = a accepté
timeline-sender-linked = l’expéditeur inconnu est { $contact }
timeline-contract-corrected = le contrat { $number } vaut du { $from } au { $to }
timeline-voided = sans objet : { $why }
timeline-merged-into = fusionnée : la suite est dans { $ticket }
timeline-absorbed = { $ticket } continue ici
timeline-followed-by = { $ticket } fait suite

## Client d'une demande

customer-contacts = Correspondants
customer-contacts-count = { $named } sur { $most }
customer-plan = Offre
customer-manager = Responsable
customer-contract = Contrat
customer-contract-span = du { $from } au { $to }
customer-licence = Licence
customer-calendar = Calendrier
customer-zone = Fuseau
customer-local-time = là-bas { $time }
customer-language = Langue
customer-notes = À savoir avant de répondre
customer-unknown = Ce client n’est pas encore connu.
customer-default-calendar = { $name } (celui de l’équipe)

## Écrire

compose-response = RÉPONSE
compose-note = NOTE INTERNE
compose-public = PUBLIC, lu par le client
compose-internal = INTERNE, équipe seulement
compose-to = À
compose-readers-internal = seule l’équipe la lit
compose-readers-marked = { $count ->
    [one] sur la demande marquée : l’équipe, et qui y reçoit les notes
   *[other] sur les { $count } demandes marquées : l’équipe, et qui y reçoit les notes
}
compose-kind = Nature
compose-then-wait = puis en attente client
compose-then-resolve = puis résolue
compose-moved = { $count ->
    [0] Du nouveau depuis que vous écrivez ; { $key } le montre.
    [one] { $count } nouveauté depuis que vous écrivez ; { $key } la montre en entier.
   *[other] { $count } nouveautés depuis que vous écrivez ; { $key } les montre en entier.
}
compose-clock-stops = arrête le délai de réponse
compose-clock-runs = le délai de réponse court toujours

## Choix

choice-response-kind = Quelle réponse ?
choice-resolve-kind = Répondre et résoudre : quelle réponse ?
choice-file = Quel fichier de { $ticket } ?
file-inline = image dans le texte
size-bytes = { $size } o
size-kilo = { $size } ko
size-mega = { $size } Mo
choice-assign = Qui prend { $ticket } ?
choice-discard = Jeter ce texte ?
choice-quit = Quitter maintenant ?
choice-quit-hint = Gardés ici, envoyés la prochaine fois : { $unsent }. Brouillons gardés : { $drafts }.
choice-quit-kept-nowhere = Rien n’est gardé ici. Perdus : { $unsent } envois, { $drafts } brouillons.
choice-quit-disk-fails = Ce poste n’enregistre plus : { $drafts } brouillons peuvent être perdus. Non envoyés : { $unsent }.
choice-yes = oui
choice-no = non, rester
choice-keep = le garder
choice-throw-away = le jeter

## Formulaires

form-call = Noter un appel
form-file = Nouvelle demande par téléphone
form-severity = Changer la gravité
form-promise = Promettre
form-settle-promise = Une promesse
form-escalate = Escalader
form-end-escalation = Finir l’escalade
form-breach = Pourquoi ce retard ?
form-cause = Cause
form-hand-over = Transférer
form-merge = Fusionner
form-void = Sans objet
form-sender = Qui est l’expéditeur inconnu ?
form-contract = Corriger le contrat
form-caller = Qui
form-direction = Sens
form-outcome = Résultat
form-when = Quand
form-note = Note interne
form-what = Promesse
form-until = Pour
form-to = Gravité
form-asked-by = Demandé par
form-consent = Accord
form-reason = Motif
form-which = Promesse
form-settlement = Elle est
form-name = Autre nom
form-kind = Nature
form-subject = Objet
form-body = Ce qui arrive
form-follows = Fait suite à
form-follows-none = aucune demande
form-email = E-mail
form-phone = Téléphone
form-replaces = À la place de
form-first-day = Du
form-last-day = Au
form-no-date = pas une date : 2026-12-31
form-not-asked = tenue : effacez le motif
form-stranger = Expéditeur inconnu : { $name }
form-sender-means = Un correspondant désigné, ou un nouveau. Un client en désigne huit au plus : dites qui laisse sa place.
form-contract-means = Il vaut pour le client ; les échéances de ses demandes en cours suivent aussitôt.
form-level = Vers
form-wish = Souhait
form-answer = Résultat
form-taker = À
form-into = Dans
form-merge-means = Cette demande finit et continue dans l’autre, qui prend l’échéance la plus proche et la gravité la plus haute. Les deux verdicts restent.
form-void-means = Un essai, un doublon, un indésirable : hors des chiffres, compté à part.
form-breach-means = Le retard reste dans les chiffres ; ceci est noté à côté.
form-hand-over-means = Rien n’est accepté tant que le collègue ne prend pas la demande ou n’y répond pas.
form-not-named = quelqu’un qui n’est pas désigné
form-running = appel en cours { $time }
form-now = maintenant ; 13:40 ou -10m si c’était avant
form-times = 15:00, 15h, +45m, 2026-11-24 09:30
form-empty = il faut un texte ici
form-no-time = pas une heure : 15:00, +45m …
form-nothing = rien
form-commitment-stays = L’engagement reste { $due }.
form-commitment-moves = L’engagement { $old } devient { $new }.
form-due = L’échéance { $old } devient { $new }.
form-due-late = Elle est déjà hors délai et le reste : due { $new }.
form-due-answered = La réponse est donnée, son verdict reste. Prochain dû : { $old } devient { $new }.
form-due-none = Offre standard : aucun délai n’est garanti.

## Panneaux par-dessus

pane-help = Aide
pane-palette = Commandes
pane-outbox = Envois
pane-news = Du nouveau sur { $ticket }
news-waiting = Attend votre décision : { $what }
pane-confirm = HORS DÉLAI : première réponse
confirm-late = Cette demande est hors délai et encore sans réponse.
confirm-how = Pour envoyer, tapez son nom : { $ticket }
pane-bulk = { $what } : { $count ->
    [one] { $count } demande
   *[other] { $count } demandes
}
bulk-plan = possibles : { $will } · impossibles : { $not }
bulk-sum = faites : { $done } · en route : { $going } · non : { $not }
bulk-will = sera fait
bulk-done = fait
bulk-not = non : { $why }
bulk-gone = elle a quitté la file.
bulk-nobody-here = ce serveur ne vous connaît pas comme responsable technique.
bulk-not-recorded = ce poste n’a pas pu l’écrire.
bulk-of-another = un autre vigie à vous s’en charge.
bulk-dropped = vous l’avez retirée des envois.
bulk-agree = Rien n’est encore fait. Entrée le fait, Échap y renonce.
bulk-retry = f réessaie ce qui n’est pas fait. Ce qui est retenu est dans les envois.
bulk-closes = Cela continue si vous fermez ; B le montre de nouveau.
outbox-empty = Tout a été accepté : rien n’attend.
outbox-recording = en cours d’écriture sur ce poste
outbox-delayed = part dans { $seconds } s, peut encore être repris
outbox-queued = attend d’être envoyé
outbox-queued-again = prochain essai dans { $in }, { $attempts ->
    [one] 1 échec
   *[other] { $attempts } échecs
}
outbox-sending = envoyé, sans réponse encore
outbox-unknown = aucune réponse : recherche en cours
outbox-taken-back = repris par vous : part quand vous l’envoyez de nouveau
outbox-held = retenu : du nouveau sur la demande
outbox-refused = refusé : { $why }
outbox-refused-in-doubt = un essai d’avant a pu passer : renvoyez d’abord. Cette fois : { $why }
outbox-draft = brouillon : pas envoyé, gardé pour vous
undo-left = { $seconds } s
palette-none = Aucune commande ne porte ce nom.
keys-of-anywhere = Partout
keys-of-customers = Clients
keys-of-queue = File
keys-of-detail = Demande
keys-of-compose = Écrire
keys-of-filter = Filtre
keys-of-palette = Commandes
keys-of-help = Aide
keys-of-outbox = Envois
keys-of-choice = Choix
keys-of-form = Formulaire
keys-of-news = Du nouveau
keys-of-bulk = Plusieurs demandes
keys-of-confirm = Confirmer

## Touches, comme au bas de l'écran

do-down = bas
do-up = haut
do-page-down = page suivante
do-page-up = page précédente
do-first = début
do-last = fin
do-next-pane = panneau suivant
do-previous-pane = panneau précédent
do-to-customers = clients
do-to-queue = file
do-open = ouvrir
do-close = retour
do-toggle-mine = miens
do-toggle-resolved = résolues
do-next-customer = client suivant
do-previous-customer = client précédent
do-next-urgent = plus urgente
do-filter = filtrer
do-clear-filter = tout montrer
do-toggle-mark = marquer
do-mark-range = marquer jusqu’ici
do-mark-all = tout marquer
do-clear-marks = démarquer
do-show-bulk = dernier lot
do-retry-failed = réessayer
do-acknowledge = vu
do-take = prendre
do-assign = confier
do-respond = répondre
do-respond-and-resolve = répondre, résoudre
do-note = note
do-wait-for-customer = attente
do-resolve = résoudre
do-reopen = rouvrir
do-log-call = appel
do-file-ticket = nouvelle demande
do-escalate = escalader
do-hand-over = transférer
do-merge = fusionner
do-void = sans objet
do-explain-breach = cause du retard
do-name-sender = expéditeur
do-correct-contract = contrat
do-toggle-forgotten = oubliées
do-change-severity = gravité
do-promise = promettre
do-settle-promise = promesse
do-next-tab = onglet suivant
do-previous-tab = onglet précédent
do-next-ticket = demande suivante
do-previous-ticket = demande précédente
do-left = gauche
do-right = droite
do-word-left = mot à gauche
do-word-right = mot à droite
do-line-start = début de ligne
do-line-end = fin de ligne
do-new-line = nouvelle ligne
do-delete-back = effacer avant
do-delete-forward = effacer
do-delete-word = effacer le mot
do-delete-to-line-start = effacer le début
do-delete-to-line-end = effacer la fin
do-undo = défaire
do-redo = refaire
do-send = envoyer
do-open-editor = éditeur
do-pick-template = modèle
do-quote = citer
do-sign = signer
do-next-variable = à compléter
do-next-field = champ suivant
do-previous-field = champ précédent
do-switch-language = langue
do-discard = jeter
do-leave = garder et sortir
do-take-back = reprendre
do-show-news = nouveautés
do-show-customer = fiche client
do-show-outbox = envois
do-send-now = envoyer
do-agree = le faire
do-send-all-the-same = envoyer quand même
do-to-draft = garder en brouillon
do-edit-again = modifier
do-copy-id = copier le nom
do-copy-text = copier le texte
do-save-file = enregistrer
do-refresh = actualiser
do-palette = commande
do-help = aide
do-dismiss-notice = masquer
do-acknowledge-alarms = taire
do-snooze-alarms = rappel
do-suspend = suspendre
do-redraw = redessiner
do-quit = quitter
do-choose = choisir
do-cancel = annuler

## Aide : une phrase par commande

help-down = Descendre d’une ligne
help-up = Monter d’une ligne
help-page-down = Descendre d’une page
help-page-up = Monter d’une page
help-first = Aller à la première ligne
help-last = Aller à la dernière ligne
help-next-pane = Aller au panneau suivant
help-previous-pane = Aller au panneau précédent
help-to-customers = Aller aux clients
help-to-queue = Aller à la file
help-open = Ouvrir ce qui est marqué
help-close = Revenir
help-toggle-mine = Montrer mes clients seulement, ou tous
help-toggle-resolved = Montrer aussi les demandes résolues, ou non
help-next-customer = Montrer la file du client suivant
help-previous-customer = Montrer la file du client précédent
help-next-urgent = Aller à la demande la plus urgente
help-filter = Filtrer la file par nom, objet, client ou responsable
help-clear-filter = Effacer le filtre
help-toggle-mark = Marquer la demande pour agir sur plusieurs, ou la démarquer
help-mark-range = Marquer toutes celles de la dernière marquée à celle-ci
help-mark-all = Marquer toutes celles de la liste, ou les démarquer
help-clear-marks = Tout démarquer
help-show-bulk = Montrer le résultat de la dernière action sur plusieurs
help-retry-failed = Réessayer ce qui n’a pas été fait, et rien d’autre
help-acknowledge = Prendre en compte : vous l’avez vue (le délai court)
help-take = Prendre la demande
help-assign = Confier la demande à quelqu’un
help-respond = Répondre au client
help-respond-and-resolve = Répondre au client et résoudre
help-note = Écrire une note interne
help-wait-for-customer = Mettre en attente du client
help-resolve = Résoudre (il faut une réponse qualifiée)
help-reopen = Rouvrir
help-log-call = Noter un appel, reçu ou donné
help-file-ticket = Déposer une demande pour un client au téléphone
help-escalate = Escalader, ou finir l’escalade
help-hand-over = Transférer à un collègue, qui doit accepter
help-merge = Fusionner avec une autre demande du client
help-void = Déclarer sans objet un essai, un doublon, un indésirable
help-explain-breach = Dire pourquoi une première réponse a été en retard : le retard reste
help-name-sender = Dire qui est un expéditeur inconnu
help-correct-contract = Corriger le contrat du client, avec l’échéance qui en résulte
help-toggle-forgotten = Montrer seulement les oubliées, ou tout
help-change-severity = Changer la gravité, avec un motif
help-promise = Promettre quelque chose au client pour une heure
help-settle-promise = Dire ce qu’est devenue une promesse : tenue, reportée, abandonnée
help-next-tab = Aller à l’onglet suivant
help-previous-tab = Aller à l’onglet précédent
help-next-ticket = Ouvrir la demande suivante de la file
help-previous-ticket = Ouvrir la demande précédente de la file
help-left = Aller à gauche
help-right = Aller à droite
help-word-left = Aller d’un mot à gauche
help-word-right = Aller d’un mot à droite
help-line-start = Aller au début de la ligne
help-line-end = Aller à la fin de la ligne
help-new-line = Commencer une nouvelle ligne
help-delete-back = Effacer le caractère avant le curseur
help-delete-forward = Effacer le caractère sous le curseur
help-delete-word = Effacer le mot avant le curseur
help-delete-to-line-start = Effacer jusqu’au début de la ligne
help-delete-to-line-end = Effacer jusqu’à la fin de la ligne
help-undo = Défaire
help-redo = Refaire
help-send = Envoyer ce qui est écrit
help-open-editor = Continuer dans votre éditeur ($EDITOR)
help-pick-template = Insérer un modèle à l’endroit du curseur
help-quote = Citer le dernier message du client
help-sign = Ajouter votre signature sous le texte
help-next-variable = Aller à la prochaine { "{{" }variable{ "}}" } à compléter
help-next-field = Aller au champ suivant d’un formulaire
help-previous-field = Revenir au champ précédent
help-switch-language = Le modèle dans l’autre langue
help-discard = Jeter le texte
help-leave = Sortir et garder le texte pour plus tard
help-take-back = Reprendre la dernière réponse avant son départ, pour la modifier
help-show-news = Montrer ce qui est nouveau depuis le début du texte
help-show-customer = Afficher la fiche du client : contrat, correspondants, chiffres, jours fermés
help-show-outbox = Montrer ce qui n’est pas encore accepté
help-send-now = Envoyer maintenant, sans attendre le prochain essai
help-edit-again = Remettre le texte dans l’éditeur
help-copy-id = Copier le nom de la demande
help-copy-text = Copier le texte de la demande
help-save-file = Enregistrer un fichier joint à la demande
help-refresh = Interroger le serveur, relire les fichiers
help-palette = Trouver une commande par son nom
help-help = Montrer cette aide
help-dismiss-notice = Masquer l’annonce
help-acknowledge-alarms = Taire les alarmes : vous les avez entendues (aucune demande ne change)
help-snooze-alarms = Reporter les alarmes, au plus tard jusqu’au prochain seuil
help-suspend = Suspendre vigie (fg la ramène)
help-redraw = Redessiner l’écran
help-quit = Quitter
help-choose = Prendre la réponse marquée
help-cancel = Annuler

## Annonces

level-info = Note
level-warning = Attention
level-error = Alerte
notice-more = { $count } de plus
notice-delivered = { $ticket } : { $deed }, c’est accepté
notice-delivered-in-part = { $ticket } : le texte est accepté, mais pas tout ({ $deed }) : { $why }
notice-taken-by = { $ticket } : { $deed } a été plus rapide et la suit désormais.
notice-lacking = { $backend } : { $why }
notice-no-files = { $ticket } : aucun fichier joint, ou elle n'a pas encore été lue.
notice-file-saved = Enregistré sous { $path }
notice-file-not-saved = { $name } n'a pas été enregistré : { $why }
notice-rule-says-no = { $ticket } : pas de { $deed } : { $why }
notice-backend-says-no = { $ticket } : refus pour { $deed } : { $why } Le texte reste dans les envois.
notice-held = { $ticket } : { $deed } en suspens, du nouveau. Lisez, puis envoyez ou modifiez depuis les envois.
notice-not-recorded = { $ticket } : rien n’est parti, enregistrement impossible pour { $deed }. { $why }
notice-store-failed = Rien n’est enregistré sur ce poste : laissez vigie ouvert. { $why }
notice-unreadable = Illisibles pour cette version de vigie, donc pas envoyés : { $rows }. Ils sont gardés pour une plus récente.
notice-store-works = Ce poste enregistre de nouveau : tous vos textes sont sur le disque.
notice-draft-not-kept = { $ticket } : brouillon pas encore enregistré, nouvel essai bientôt. { $why }
notice-outbox-resumed = { $actions ->
    [one] { $actions } action d’une session passée repart.
   *[other] { $actions } actions d’une session passée repartent.
}
notice-thread-moved = { $ticket } : du nouveau entre-temps. Regardez ; envoyez encore pour envoyer quand même.
notice-draft-kept = { $ticket } : le texte est gardé. Répondez de nouveau pour continuer.
notice-form-kept = { $ticket } : la saisie est gardée. Rouvrez le formulaire pour continuer.
notice-drafts-restored = { $drafts ->
    [one] Un brouillon de la dernière fois est de retour, marqué ✎.
   *[other] { $drafts } brouillons de la dernière fois sont de retour, marqués ✎.
}
notice-draft-reopened = { $ticket } : votre brouillon, tel que vous l’aviez laissé.
notice-draft-discarded = { $ticket } : le texte est jeté.
notice-no-ticket = Aucune demande n’est marquée.
notice-nothing-new = Rien de nouveau sur elle.
notice-nothing-in-bulk = Rien n’a encore été fait sur plusieurs demandes. v en marque une, * toutes celles de la liste.
notice-marks-gone = { $count ->
    [one] { $count } demande marquée a quitté la file, sa marque aussi.
   *[other] { $count } demandes marquées ont quitté la file, leurs marques aussi.
}
notice-bulk-done = { $deed } : faites { $done }, non faites { $not }. B montre chacune.
notice-news-not-read = { $ticket } : les nouveautés sont encore en lecture. Rien n’est parti.
notice-more-is-new = { $ticket } : il vient d’arriver encore du nouveau. Lisez, puis décidez de nouveau.
notice-not-confirmed = Ce n’est pas { $ticket } : rien n’est parti.
notice-unresolved = { $name } n’est pas rempli : rien n’est parti. Le curseur est dessus.
notice-nothing-to-take-back = Rien ne peut être repris : tout ce que vous avez envoyé est parti.
notice-nobody-here = { $backend } ne vous connaît pas comme responsable technique : rien ne peut y être fait.
notice-no-managers-yet = { $backend } n’a pas encore dit qui travaille dans l’équipe.
notice-paste-ignored = Un texte collé n’est jamais une commande. Ouvrez d’abord un champ de texte.
notice-text-too-long = Le texte est trop long : { $most } octets au plus (une lettre accentuée compte pour 2).
notice-token-refused = { $backend } refuse le jeton : inconnu, expiré ou révoqué.
notice-backend-failed = { $backend } : { $why }
notice-tickets-unreadable = { $count ->
    [one] { $backend } : sa réponse sur { $first } est illisible ; ce qui en est affiché peut dater
   *[other] { $backend } : sa réponse sur { $first } et { $others } autres est illisible ; ce qui en est affiché peut dater
}
notice-started-over = { $backend } est reparti de zéro : tout est relu.
notice-detail-failed = { $ticket } : { $why }
notice-critical-arrived = { $count ->
    [one] Nouvelle demande critique : { $first }
   *[other] { $count } nouvelles demandes critiques, d’abord { $first }
}
notice-at-risk = { $count ->
    [one] { $first } est à risque.
   *[other] { $count } demandes sont à risque, d’abord { $first }.
}
notice-nearly-due = { $count ->
    [one] { $first } arrive à échéance dans quelques minutes.
   *[other] { $count } demandes arrivent à échéance, d’abord { $first }.
}
notice-breached = { $count ->
    [one] { $first } est hors délai.
   *[other] { $count } demandes sont hors délai, d’abord { $first }.
}
notice-overdue = { $count ->
    [one] { $first } : une nouvelle ou une promesse est en retard.
   *[other] { $count } nouvelles ou promesses sont en retard, d’abord { $first }.
}
notice-while-away = En votre absence : { $arrived } nouvelles, { $breached } hors délai, { $at-risk } à risque.
notice-still-on-its-way = { $ticket } : { $deed } en route, plus rien ne peut y être changé.
notice-perhaps-taken = { $ticket } : une réponse du serveur s’est perdue, un envoi précédent a pu passer ({ $deed }) : redemandez (s) avant de modifier.
notice-changed-in-doubt = { $ticket } : un envoi précédent a pu passer ({ $deed }). Alors d’autres mots sont refusés, jamais doublés ; vérifiez avant d’écrire ailleurs.
notice-said-besides = { $ticket } : { $deed } est passé dans les mots d’avant. Ceux-ci sont un nouveau brouillon, qui part en plus si vous l’envoyez.
notice-words-as-note = { $ticket } n’est plus là : ce qui était saisi est gardé comme note.
notice-another-store = { $backend } a changé de base : non envoyées à l’ancienne, gardées sur ce poste : { $actions }.
notice-no-customers-of-mine = Vous n’êtes responsable d’aucun client ici : tous sont montrés.
notice-copied = Copié.
notice-copy-failed = La copie a échoué : { $why }
notice-editor-failed = L’éditeur a échoué : { $why } Votre texte est resté tel quel.
notice-asked = { $backends ->
    [one] Le serveur est interrogé.
   *[other] { $backends } serveurs sont interrogés.
}
notice-nothing-urgent = Rien n’est dû.

## Pourquoi non

refusal-ticket-moved = il y a du nouveau depuis que vous l’avez lue.
refusal-empty-text = le texte est vide.
refusal-no-qualified-response = aucune réponse qualifiée n’a encore été donnée.
refusal-no-public-message = le client n’a aucune réponse de notre part à attendre.
refusal-wrong-status = elle est { $status }.
refusal-already-theirs = elle est déjà à cette personne.
refusal-already-acknowledged = elle est déjà prise en compte.
refusal-unknown-manager = il n’y a pas de responsable { $manager }.
refused-taken-by = { $name } l'a déjà.
refused-not-offered = ce serveur ne sait pas le faire.
refusal-unknown-contact = il n’y a pas de correspondant { $contact }.
refusal-not-yet-happened = cela n’a pas encore eu lieu.
refusal-promise-in-the-past = une promesse est pour une heure à venir.
refusal-no-such-promise = il n’y a pas de telle promesse en cours.
refusal-same-severity = elle a déjà cette gravité.
refusal-already-escalated = elle est déjà en escalade.
refusal-not-escalated = elle n’est pas en escalade.
refusal-not-handed-over = rien ne vous a été transféré.
refusal-too-many-contacts = un client désigne au plus { $limit } correspondants : dites qui laisse sa place.
refusal-contact-exists = il y a déjà un correspondant { $contact }.
refusal-nobody-unknown = tous ceux qui ont écrit sont connus.
refusal-nothing-breached = aucune première réponse n’y a été en retard.
refusal-contract-dates = le contrat finit avant de commencer.
refusal-not-mergeable = seules deux demandes en cours d’un même client fusionnent.
refusal-files-a-ticket = une nouvelle demande se dépose à part.
refused-not-allowed = votre jeton ne le permet pas.
refused-in-other-words = les mots envoyés avant y sont, et non ceux-ci.
refused-ticket-not-found = le serveur ne connaît pas cette demande.
refused-other = { $title } ({ $code }).
failure-unreachable = injoignable.
failure-answer-lost = sa réponse s’est perdue en route.
failure-not-allowed = le jeton est inconnu, expiré ou révoqué.
failure-forbidden = votre jeton ne le permet pas.
failure-not-found = introuvable.
failure-cursor-unknown = reparti de zéro.
failure-too-many-requests = il demande d’attendre.
failure-server-fault = { $status ->
    [507] son disque est plein ; son responsable doit faire de la place.
   *[other] il a échoué ({ $status }).
}
failure-unintelligible = sa réponse est incompréhensible ({ $what }).

# Ce qu'un serveur ne sait pas faire, et pourquoi.
lack-interim = aucun champ de réponse ne la distingue (map.response)
lack-waiting = aucun statut de son cycle de vie ne veut dire en attente du client (map.status)
lack-files = il ne garde pas de fichiers à côté des messages
lack-voiding = aucun statut de son cycle de vie ne veut dire annulée (map.status)
lack-filing = vigie n’y dépose pas encore de demande : passez par ses propres pages
lack-contracts = contacts et contrats sont ceux de la configuration de vigie (backend.customer)
lack-steps = aucun champ ne tient l’étape d’une demande de signature (map.signature.step)
lack-place = le champ de l’étape n’a pas de valeur pour cela
## What is wrong with the disk

trouble-there = { $place } : { $fault }
trouble-full = le disque est plein, ou une limite de taille est atteinte ; faites de la place.
trouble-read-only = en lecture seule ; rendez-le modifiable.
trouble-not-allowed = vous ne pouvez pas y écrire ; vérifiez à qui il appartient.
trouble-no-directory = une partie de ce chemin n’est pas un répertoire ; déplacez ce fichier.
trouble-damaged = le fichier est abîmé et n’a pas été touché ; déplacez-le et gardez-le.
trouble-newer = écrit par une version plus récente de vigie et laissé tel quel ; mettez vigie à jour.
trouble-busy = un autre programme le retient ; fermez-le.
