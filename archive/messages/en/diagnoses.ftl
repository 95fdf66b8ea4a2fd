# What `nianbao doctor` finds (Diagnosis).

configuration-read = { $path } can be read
contact-missing = { $path } has no `contact`; set it to an address at which a site's staff can reach you
secrets-readable = { $path } holds the secret of channel { $channel } and can be read by others; `chmod 600 { $path }`, or put the address into the environment and write env:NAME
registry-read = { $path }: { $rows } rows can be used
registry-empty = { $path } has no rows, so nights visit no site; `nianbao sites add URL` adds one
registry-wrong = { $error }
archive-opens = { $path } opens; it has { $megabytes } MB with its payloads
archive-not-there-yet = { $path } is not there yet; `nianbao crawl` makes it
archive-wrong = { $error }
folder-unwritable = { $folder } cannot be written to; give it to the user that runs the nights
disk-enough = { $free } GB are free in { $folder }
disk-low = { $free } GB are free in { $folder }, { $wanted } GB are wanted for a season and a backup; make room, or set `nightly.backup_folder`
clock-after-last-night = the clock says { $now }, after the last night ({ $last })
clock-before-last-night = the clock says { $now }, before the last night ({ $last }); set it, as deadlines are judged by it
walls-up = readers of documents are confined by { $walls }
walls-missing = readers of documents are not confined by { $missing }: a hostile file that takes over native code would meet fewer obstacles; run a Linux kernel from 6.7 on with Landlock, allow namespaces of users, and install libseccomp2 and the extra "walls" (deploy/README.md)
browser-found = Chromium: { $program }
browser-missing = no Chromium: lists that only scripts show are not read, and their townships stay “cannot tell”; `apt install chromium`, or `playwright install chromium`
office-found = LibreOffice: { $program }
office-missing = no LibreOffice: some old Word and WPS files stay unread; `apt install libreoffice-writer-nogui` (570 MB)
extra-found = the extra “{ $extra }” is installed
extra-missing = the extra “{ $extra }” is not installed ({ $modules } missing); `pip install 'nianbao[{ $extra }]'`
channel-ready = channel { $channel } can be used; `nianbao alerts test` sends a message
channel-unusable = { $error }
no-channel = alerts go nowhere; name a channel in `alerts.channels` (docs/alerts.md)
