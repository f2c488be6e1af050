# Les demandes de signature : leur chemin, ce qui fut conseillé, et pourquoi les règles disent non.

move-pass-gate = bases vérifiées
move-hand-to-specialists = confiée aux spécialistes
move-return = renvoyée
move-reject = rejetée
move-publish = publiée
move-inform = client informé
move-verify = vérifiée par le client
deed-advise = conseil provisoire
deed-lift-advice = conseil levé

way-returned = renvoyée
way-rejected = rejetée : les bases restent comme elles sont

advice-exclusion = exclusion
advice-isolation = isolement
weight-usual = ordinaire
weight-critical = critique pour l’activité

gap-sha256 = SHA-256 de l’objet
gap-detection = nom de la détection
gap-product = produit et sa version
gap-component = composant qui détecte ou le devrait
gap-bases = version et heure de publication des bases
gap-rescan = heure et résultat d’une nouvelle analyse
gap-origin = provenance de l’objet
gap-purpose = rôle de l’objet
gap-impact = application touchée
gap-machines = nombre de machines
gap-container = où les spécialistes peuvent le prendre

ticket-step-due = objectif d’étape { $due }
ticket-advice-due = à lever { $due } : { $what }

timeline-gate = bases vérifiées : { $version } sont les dernières
timeline-published = publiée avec les bases { $version }
timeline-step-set = étape fixée à la main : { $step }
timeline-advised = { $kind } conseillé jusqu’à { $until } : { $what }
timeline-advice-lifted = conseil levé : { $kind }
told-sent = le client a été prévenu
told-skipped = le client n’a pas été prévenu : { $why }
told-left-to-desk = le support doit la nouvelle au client

refusal-no-signature-request = ce n’est pas une demande de signature.
refusal-wrong-step = elle est à l’étape « { $step } », où cela ne se fait pas.
refusal-request-rejected = elle a été rejetée : son parcours s’arrête là.
refusal-old-databases = les bases utilisées sont { $old }, les dernières { $latest } : demandez de mettre à jour et d’analyser à nouveau.
refusal-latest-databases-unknown = aucune base n’y est enregistrée : nul ne connaît les dernières.
refusal-unknown-databases = aucune base { $version } n’y est enregistrée.
refusal-no-reason = dites ce que le client apprend, ou pourquoi rien.
refusal-not-for-specialists = cela revient au support, pas aux spécialistes.
refusal-advice-in-the-past = un conseil prend fin dans le futur.
refusal-no-such-advice = aucun conseil de ce genre n’est en cours.
refusal-advice-open = le client n’a pas encore levé ce qui fut conseillé.

step-received-short = reçue
step-gate-short = bases
step-specialists-short = spécialistes
step-publication-short = publiée
step-informed-short = informé
step-verified-short = vérifiée

fact-step = Étape
fact-step-objective = { $told } ; objectif { $due }
fact-fixed-by = Corrigée par
fact-notice = Client
fact-untold = à prévenir de ce qui fut décidé ({ $at })
fact-advice = Conseil
fact-advice-until = à lever { $at }
fact-proposal = Gravité
fact-proposes-critical = niveau 1 proposé vu l’enjeu : un responsable décide
fact-covered = Déjà corrigé
fact-covered-by = par les bases { $version } : le client n’a qu’à mettre à jour
fact-same-object = Même objet
fact-machines =
    { $count ->
        [one] { $count } machine
       *[other] { $count } machines
    }
fact-origin = Provenance
fact-purpose = Rôle
fact-container = Conteneur
fact-gaps = Il manque
fact-unreadable = « { $text } » : ne peut se lire comme tel

choice-next-step = { $ticket } : que fait-on ensuite ?
next-gate = Bases vérifiées
next-gate-why = réanalysé avec les dernières : même constat
next-update = Demander une mise à jour
next-update-why = réponse qualifiée : demande tout ce qui manque
next-specialists = Confier aux spécialistes
next-specialists-why = ils l’examinent en priorité
next-return = Renvoyer
next-return-why = éléments manquants, ou correction sans effet
next-reject = Rejeter
next-reject-why = rien à corriger : les bases restent en l’état
next-publish = Publiée
next-publish-why = corrigé par ces bases, pour tout objet identique
next-inform = Client informé
next-inform-why = la correction est publiée, le client le sait
next-verify = Vérifiée par le client
next-verify-why = la correction fonctionne chez lui
next-advise = Conseil provisoire
next-advise-why = exclusion ou isolement provisoire, avec rappel
next-end-exclusion = Exclusion levée
next-end-isolation = Isolement levé
next-lift-why = le client a défait ce qui fut conseillé
next-raise = Passer au niveau 1
next-raise-why = proposé vu l’enjeu ; vous décidez
notice-nothing-next = { $ticket } : pas d’étape suivante pour vous.
notice-no-hash = { $ticket } : aucune empreinte SHA-256 n’est connue.

form-lift-advice = Conseil levé
form-bases = Bases
form-latest = Dernières
form-rescan = Réanalysé
form-told-en = Dire (en)
form-told-fr = Dire (fr)
form-untold = Sinon, motif
form-advice-kind = Conseil
form-advice = Précisément
form-letter-too = lettre modifiée : effacez-la, ou ceci
form-untold-means = Rien n’est dit au client : le motif est consigné à la place de la lettre.
form-unresolved = remplissez les {"{{"}…{"}}"}
form-latest-bases = Dernières bases : { $version }, publiées { $at }
form-latest-stated = Personne ne dit ici à vigie quelles bases sont les dernières : c’est à vous de le dire.
form-untold-interim = Rien n’est dit avec : aucun champ de réponse ne distingue un mot d’attente, et l’horloge s’arrêterait.
form-filled-later = Dans la lettre : { $list }
form-moves = Avance aussi { $tickets }. Chaque client le lit dans sa langue ; vous voyez chaque lettre avant tout envoi.
bulk-will-tell = sera prévenu en { $language }
bulk-will-untold = ne sera pas prévenu
queue-signatures = demandes de signature seulement

do-next-step = étape
help-next-step = Mener une demande de signature à son étape suivante
do-toggle-signatures = signatures
help-toggle-signatures = Ne lister que les demandes de signature, ou tout à nouveau
do-copy-hash = copier l’empreinte
help-copy-hash = Copier l’empreinte SHA-256 d’une demande de signature

export-not-found = { $ticket } : aucun serveur ne l’a, ou elle n’est pas pour vous.
export-on-several = { $ticket } : plusieurs serveurs ont une demande de ce nom ({ $backends }). Dites lequel : --backend NOM.
export-verdict = Première réponse
export-customer = Client
export-steps = Étapes
export-told = Ce que le client a appris
export-not-told = le client n’a pas été prévenu
export-application = Application
export-weight = Poids
export-machines = Machines
refusal-fixed-by-what-showed-it = la détection a été constatée avec les bases { $version } : elles ne peuvent pas être celles qui la corrigent.
refusal-fix-older-than-detection = les bases { $version } sont plus anciennes que { $seen }, avec lesquelles la détection a été constatée.
refusal-letter-names-other = le message parle des bases { $named }, et l’étape des bases { $stated } : mettez-les d’accord.
refusal-advice-against-verdict = l’objet est dit nuisible : il ne peut pas être exclu de l’analyse. Conseillez l’isolement.
