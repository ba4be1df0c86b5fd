extension Session {
  /// Says that files are not there to be had.
  mutating func accessFile(_ packet: PacketScanner) {
    answer("")
  }
}
