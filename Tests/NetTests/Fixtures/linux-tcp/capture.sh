#!/usr/bin/env bash
# Makes peer.pcap: a connection between two Linux hosts on a virtual cable, and one that is refused.
set -euo pipefail
cd "$(dirname "$0")"
client=swiftlet-tcp-a server=swiftlet-tcp-b
trap 'ip netns del $client; ip netns del $server' EXIT
ip netns add $client
ip netns add $server
ip link add va netns $client type veth peer name vb netns $server
ip -n $client link set va address 52:54:00:00:00:01
ip -n $server link set vb address 52:54:00:00:00:42
ip -n $client addr add 10.0.0.1/24 dev va
ip -n $server addr add 10.0.0.42/24 dev vb
ip -n $client link set va up
ip -n $server link set vb up
ip netns exec $client ethtool -K va tx off tso off gso off gro off
ip netns exec $server ethtool -K vb tx off tso off gso off gro off
ip netns exec $client timeout 8 tshark -q -i va -w peer.pcap -F pcap tcp &
tshark=$!
sleep 3
ip netns exec $server timeout 5 python3 peer.py serve &
sleep 1
ip netns exec $client timeout 5 python3 peer.py connect
wait $tshark || true
