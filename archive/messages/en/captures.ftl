# What a capture's verdict rests on (CaptureReason).
# $error is empty, or what the failure says of itself with a colon before it.

http-status = HTTP { $status }
unrequested-not-modified = HTTP { $status } though nothing was asked for by condition
empty-answer = an empty answer
undecodable = { $replaced } of { $characters } characters cannot be decoded
cut-inside-tag = cut short: it ends inside a tag
cut-json = cut short: it begins as JSON and does not end as such
interface-error = the interface reports an error
challenge-page = a challenge page instead of content
firewall-page = a firewall's page instead of content
login-page = asks to log in
domain-for-sale = the domain is for sale
home-page = redirected to the home page
stated-missing = says that the page does not exist
maintenance-page = a maintenance page
error-page = an error in words
no-robots-rules = neither rules nor a page that says there are none
sends-elsewhere = sends to another page
no-landmark = shows no landmark of a { $kind }
page-under-file-address = an HTML page under a file's address
redirect-without-address = HTTP { $status } without an address to go to: { $location }
too-many-redirects = redirected more than { $limit } times, at last to { $location }
redirected = redirected to { $location }
not-modified = not modified
false-not-modified = had changed though the server said that it had not on { $day }
browser-showed-no-more = the browser showed no more than the page itself
browser-shows-no-longer = the browser shows nothing of what it showed before
scheme-refused = the scheme { $scheme } is not http or https
host-not-listed = the host { $host } is not on the site's list
private-address = { $host } is a private address
resolves-to-private-address = { $host } resolves to the private address { $address }
robots-unavailable = robots.txt could not be had ({ $cause }), so nothing may be fetched tonight
robots-forbids = robots.txt forbids this address
rendering-forbidden = only scripts show what is asked for here, and its row says render = "never"
browser-unavailable = only a browser shows what is asked for here, and it does not start: { $cause }; { $remedy }
too-large = larger than the limit{ $error }
timeout = no answer in time{ $error }
connection-refused = connection refused{ $error }
name-not-resolved = the host's name does not resolve{ $error }
answer-cut-short = the answer was cut short{ $error }
tls-failed = { $error }
malformed-chunks = the answer is not valid HTTP, as its chunks are malformed{ $error }
header-line-too-long = the head of the answer is too large{ $error }
connection-broken = the connection broke{ $error }
failed-otherwise = { $failure }{ $error }
