# What is proposed to be told to a customer at a step of a signature request. Whoever sends it may change it.
# Names between double braces are filled in; ¶ begins a paragraph where there is room for one.

say-gate = Hello {"{{contact}}"}, we have checked {"{{object}}"} ({"{{ticket}}"}) with the latest databases and see the same. Your request goes to our specialists.
say-specialists = Hello {"{{contact}}"}, your request {"{{ticket}}"} is with our specialists. We will tell you as soon as there is news.
say-return = Hello {"{{contact}}"}, our specialists need more data to go on with {"{{ticket}}"}:
say-reject = Hello {"{{contact}}"}, our specialists have examined {"{{object}}"}: the detection is right, and the databases stay as they are ({"{{ticket}}"}).
say-publish = Hello {"{{contact}}"}, the fix for {"{{object}}"} ({"{{ticket}}"}) is in databases {"{{base}}"}. Please update and tell us whether it works for you.
say-inform = Hello {"{{contact}}"}, the fix for {"{{object}}"} ({"{{ticket}}"}) is published. Please update your databases and tell us whether it works for you.
say-verify = Hello {"{{contact}}"}, thank you for checking: {"{{ticket}}"} is done. Please remove what you had set up in the meantime.
say-update = Hello {"{{contact}}"}, ¶ Before our specialists can take your request {"{{ticket}}"}, the object must be seen with the latest databases ({"{{latest}}"} at this hour). Please update, scan again, and tell us the version of the databases, the time and the result. ¶ Please send us at the same time what is still missing: {"{{missing}}"}.
say-exclude = Hello {"{{contact}}"}, until the fix is published you may exclude {"{{object}}"} by its SHA-256, never by its path. We will remind you to remove the exclusion.
say-isolate = Hello {"{{contact}}"}, until the fix is published please keep the machines concerned off the network. We will tell you when they may come back.
say-end-exclusion = Hello {"{{contact}}"}, the exclusion of {"{{object}}"} is not needed any more. Thank you for removing it.
say-end-isolation = Hello {"{{contact}}"}, the machines that were kept off the network may come back.

say-gap-sha256 = the SHA-256 of the object
say-gap-detection = the name of the detection
say-gap-product = the product and its version
say-gap-component = the component concerned
say-gap-bases = the version and the release time of your databases
say-gap-rescan = the time and the result of a new scan
say-gap-origin = where the object comes from
say-gap-purpose = what the object is there for
say-gap-impact = which application is hit
say-gap-machines = how many machines are concerned
say-gap-container = the object in an encrypted archive
