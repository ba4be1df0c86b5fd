/// Frames that Linux sent: `NetTests/Fixtures/linux-veth` and, for TCP, `linux-tcp`, by their
/// numbers there.
enum Captured {
  /// Frame 2: 10.0.0.42 is at 52:54:00:00:00:42.
  static let arpReply = bytes(
    """
    525400000001 525400000042 0806
    0001 0800 06 04 0002 525400000042 0a00002a 525400000001 0a000001
    """)

  /// Frame 3: is 10.0.0.42 free? With 18 bytes of padding.
  static let arpProbe = bytes(
    """
    ffffffffffff 525400000001 0806
    0001 0800 06 04 0001 525400000001 00000000 000000000000 0a00002a
    000000000000000000000000000000000000
    """)

  /// Frame 10: echo request without data.
  static let echoRequest = bytes(
    """
    525400000042 525400000001 0800
    4500 001c 6821 4000 40 01 be95 0a000001 0a00002a 0800 7b27 7cd7 0001
    """)

  /// Frame 22, its first 74 bytes: a header of 60 with the route to be recorded.
  static let recordRoute = bytes(
    """
    525400000042 525400000001 0800
    4f00 007c 6827 4000 40 01 821f 0a000001 0a00002a 01
    07 27 08 0a000001 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000
    """)

  /// Frame 41: 17 bytes from port 40000 to port 53.
  static let datagram = bytes(
    """
    525400000042 525400000001 0800
    4500 002d 1d5e 4000 40 11 0938 0a000001 0a00002a
    9c40 0035 0019 06dc 000102030405060708090a0b0c0d0e0f10
    """)

  /// Frame 50: nobody has port 9.
  static let portUnreachable = bytes(
    """
    525400000001 525400000042 0800
    45c0 0043 2721 0000 40 01 3eaf 0a00002a 0a000001 0303 114c 00000000
    4500 0027 990d 4000 40 11 8d8e 0a000001 0a00002a 9c41 0009 0013 2525 6e6f626f647920686f6d65
    """)

  /// TCP, frame 1: SYN from port 48308 to port 80 with segment size, SACK, timestamps and window scale.
  static let syn = bytes(
    """
    525400000042 525400000001 0800
    4500 003c 5bd5 4000 40 06 cabc 0a000001 0a00002a
    bcb4 0050 c4650226 00000000 a002 faf0 c9c9 0000
    0204 05b4 0402 080a 067ce50b 00000000 01 0303 0a
    """)

  /// TCP, frame 2: the SYN and ACK in answer.
  static let synAck = bytes(
    """
    525400000001 525400000042 0800
    4500 003c 0000 4000 40 06 2692 0a00002a 0a000001
    0050 bcb4 b0f47a15 c4650227 a012 fe88 0fff 0000
    0204 05b4 0402 080a e6dea438 067ce50b 01 0303 0a
    """)

  /// TCP, frame 10: six bytes of data.
  static let segment = bytes(
    """
    525400000001 525400000042 0800
    4500 003a 66e5 4000 40 06 bfae 0a00002a 0a000001
    0050 bcb4 b0f47a16 c4650ddf 8018 0046 f000 0000
    0101 080a e6dea438 067ce50b 7468616e6b73
    """)

  /// TCP, frame 16: the reset with which a closed port answers.
  static let reset = bytes(
    """
    525400000001 525400000042 0800
    4500 0028 0000 4000 40 06 26a6 0a00002a 0a000001
    0051 9754 00000000 381c7214 5014 0000 59d0 0000
    """)

  /// The bytes that hexadecimal digits stand for; spaces and line ends are skipped.
  static func bytes(_ text: String) -> [UInt8] {
    let digits = text.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map {
      UInt8(digits[$0] << 4 | digits[$0 + 1])
    }
  }
}
