# Writes the zone that the servers serve.
cat <<ZONE
\$ORIGIN test.example.
\$TTL 300
@ IN SOA ns hostmaster 1 3600 600 86400 60
@ IN NS ns
@ IN MX 10 one
ns IN A 10.0.0.1
one IN A 192.0.2.1
one IN AAAA 2001:db8::1
three IN A 192.0.2.1
three IN A 192.0.2.2
three IN A 192.0.2.3
chain IN CNAME link
link IN CNAME one
*.many-names IN A 192.0.2.77
ZONE
for number in $(seq 200); do echo "many IN A 198.51.100.$number"; done
