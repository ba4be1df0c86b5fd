#!/bin/bash
# Records what two Linux hosts say to each other over a virtual cable: peer.pcap, the fixture.
# Needs root or a user namespace, iproute2, ping, arping, python3.
# Everything happens in network namespaces of its own: unshare -n ./capture.sh
set -euo pipefail
cd "$(dirname "$0")"
pipes=$(mktemp -d)
mkfifo "$pipes/capture" "$pipes/server"
unshare -n sleep 60 &
guest=$!
capture= server=
trap 'kill $guest $capture $server 2>/dev/null; rm -r "$pipes"' EXIT
until [ "$(readlink /proc/$guest/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do :; done
inside() { nsenter -t "$guest" -n "$@"; }
ip link add host type veth peer name guest netns "$guest"
ip link set host address 52:54:00:00:00:01
inside ip link set guest address 52:54:00:00:00:42
python3 peer.py no_offload host
inside python3 peer.py no_offload guest
sysctl -qw net.ipv6.conf.host.disable_ipv6=1
inside sysctl -qw net.ipv6.conf.guest.disable_ipv6=1
ip addr add 10.0.0.1/24 broadcast + dev host
inside ip addr add 10.0.0.42/24 broadcast + dev guest
inside ip link set lo up
inside ip link set guest up
ip link set host up
python3 peer.py record >"$pipes/capture" &
capture=$!
read -r _ <"$pipes/capture"
nsenter -t "$guest" -n python3 peer.py answer >"$pipes/server" &
server=$!
read -r _ <"$pipes/server"
arping -q -c 1 -I host 10.0.0.42
python3 peer.py probe
arping -q -U -c 1 -I host 10.0.0.1 || true
ping -q -c 1 10.0.0.42 >/dev/null
for size in 0 1 7 8 1471 1472; do ping -q -c 1 -s $size 10.0.0.42 >/dev/null; done
ping -q -c 1 -R 10.0.0.42 >/dev/null
ping -q -c 1 -T tsonly 10.0.0.42 >/dev/null
ping -q -c 1 -t 1 10.0.0.42 >/dev/null
ping -q -c 1 -s 3000 10.0.0.42 >/dev/null
ping -q -c 1 -W 1 -b 10.0.0.255 >/dev/null 2>&1 || true
python3 peer.py ask
inside ping -q -c 1 10.0.0.1 >/dev/null
wait $capture
