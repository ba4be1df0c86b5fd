# Gets addresses from the guest for udhcpc and dhclient on interfaces of their own, in the same link.
set -eu
link=$SWIFTLET_INTERFACE
cd "$SWIFTLET_RUN_FOLDER"
cat > script <<'SCRIPT'
#!/bin/sh
# udhcpc says why in its first argument, dhclient in a variable.
echo "${1:-}${reason:-} ${ip:-${new_ip_address:-}} ${router:-${new_routers:-}} ${domain:-${new_domain_name:-}}" >> events.txt
SCRIPT
chmod +x script
: > events.txt
seen() { until grep -q "$1" events.txt; do sleep 0.1; done; }
times() { until [ "$(grep -c "$1" events.txt)" -ge "$2" ]; do sleep 0.1; done; }
ip link add link "$link" name card1 address 52:54:00:00:00:71 type macvlan mode bridge
ip link add link "$link" name card2 address 52:54:00:00:00:77 type macvlan mode bridge
ip link set card1 up
ip link set card2 up
udhcpc -f -i card1 -s "$PWD/script" > udhcpc.txt 2>&1 &
first=$!
seen '^bound 10.0.0.100 10.0.0.42 test.example'
# A lease of six seconds is asked for again after three.
times '^renew 10.0.0.100' 1
dhclient -d -1 -lf "$PWD/leases" -pf "$PWD/pid" -sf "$PWD/script" card2 > dhclient.txt 2>&1 &
second=$!
# The address that is kept for its card.
seen '^BOUND 10.0.0.200'
kill -USR2 $first
seen '^deconfig'
kill $first $second
echo all as expected
