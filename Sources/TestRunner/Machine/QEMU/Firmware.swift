/// The firmware of a microvm: enters what QEMU has loaded, and does nothing else.
///
/// Under an emulator, where code that runs once costs most, a guest starts some 3 % sooner than by
/// qboot. Assembled from `Tools/firmware/start.S` by `Tools/firmware/make`, which writes the
/// digits.
enum Firmware {
  /// Size of the file; QEMU wants a multiple of this.
  static let byteCount = 1 << 16

  /// What the file ends with; all before it is zero.
  static var code: [UInt8] {
    let digits = Array(hexadecimal.utf8.filter { $0 != UInt8(ascii: "\n") })
    return stride(from: 0, to: digits.count, by: 2).map { index in
      value(digits[index]) << 4 | value(digits[index + 1])
    }
  }

  /// The value of a digit, 0 to 9 and a to f.
  private static func value(_ digit: UInt8) -> UInt8 {
    digit < UInt8(ascii: "a") ? digit - UInt8(ascii: "0") : digit - UInt8(ascii: "a") + 10
  }

  private static let hexadecimal = """
    b8100000008ed88ec08ed0bc00100000b814000000e8d000000089c1b815000000bf00600000e8d4000000b8
    19000000b904100000bf00300000e8c0000000be04300000817e086574632f7509817e0c65383230740c83c6
    4081fe0440000072e3f48b0e0fc989cd0fb7460486e0bf00500000e88700000031c0bb0010000089dfb91000
    0000f3abc70378c56e33ff4304c7431800600000897b28be0050000001f5ff43308b160b56047528ababc707
    00000a00894704c747080100000089470c83c710ff4330ba00001000891629560819460ca5a5a5a5a5ab39ee
    72c4b810000000e802000000ffe0b904000000bff01f0000e806000000a1f01f0000c3c1e01083c80a0fc80f
    c90fcfa300200000890d04200000c7050820000000000000893d0c200000b80000200066ba1805ef833d0020
    00000075f7c3660f1f4400000000000000000000ffff0000009acf00ffff00000092cf00170040ffffff2e66
    0f011658ff66b8110000000f22c066ea00feffff080000000000000000000000000000000000000000000000
    0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
    0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
    000000000000000000000000e96bff00000000000000000000000000
    """
}
