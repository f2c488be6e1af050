# What the person's own editor saved, and what else of words is told outside the panes.

notice-saved-by-editor = { $ticket }: what your editor saved later is in the text. Read it before you send it.
notice-editor-failed-late = The editor ended badly: { $why } What it had saved is in your text; read it before you send it.
notice-words-in-file = Words of yours are in no draft. They are kept in { $path }: take them from there, then delete it.
notice-store-made-anew = The folder of the local store was moved or deleted. It was made anew, with all that is not sent.
notice-waits-elsewhere = { $actions ->
    [one] 1 act is not sent yet in another vigie of yours
   *[other] { $actions } acts are not sent yet in another vigie of yours
} ({ $process }). If it is suspended, bring it back with “fg”.
outbox-elsewhere = Not sent in another vigie of yours ({ $process }): { $actions }
elsewhere-process = process { $process }
elsewhere-unknown = process unknown
suspended-waiting = { $actions ->
    [one] vigie is suspended: 1 act is not sent, and waits until you come back with “fg”.
   *[other] vigie is suspended: { $actions } acts are not sent, and wait until you come back with “fg”.
}
choice-turned = This text holds signs that reverse how it reads. Send it so?
choice-turned-hint = Such signs are shown here as { $signs }. Whoever reads it may see other words than you wrote.
