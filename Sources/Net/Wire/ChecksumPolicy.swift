/// Who verifies the checksums of arriving packets.
///
/// A network card that has verified them makes a second pass over the bytes useless. Checksums of
/// packets that leave are always made.
public enum ChecksumPolicy: Sendable {
  /// Every checksum is verified here.
  case verify
  /// The device dropped or verified the packets; their checksums are not looked at.
  case trustDevice
}
