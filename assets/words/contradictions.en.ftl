# Two things of one record that cannot both be.
refusal-call-not-over = a call of that length is not over yet.
refusal-nobody-was-reached = nobody answered the call, so nothing can have been promised in it.
refusal-asked-and-not-informed = the customer asked for it: the desk was informed.
refusal-asks-and-resolves = who asks for what is missing does not resolve: wait for the customer.
refusal-address-taken = the contact { $contact } has that address already.

# Entries of a desk that cannot be told apart by what they go by.
import-shared = { $file }:{ $line }:{ $column }: { $key }: “{ $value }” is also { $other }. What comes from there is nobody’s until a manager says whose.
import-shared-line = { $key } (line { $line })
