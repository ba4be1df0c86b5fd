internal import Machine
internal import Testing

@Suite struct BootMediumTests {
  @Test func `every medium reads what it is called`() {
    for firmware in BootMedium.Firmware.allCases {
      for format in BootMedium.Format.allCases {
        let medium = BootMedium(firmware, format)
        #expect(BootMedium(medium.description) == medium)
        #expect(medium.fileName == "boot.\(format)")
      }
    }
  }

  @Test(arguments: ["", "ovmf", "ovmf:", "ovmf:raw:", ":raw", "raw:ovmf", "ovmf raw"])
  func `refuses what is none`(text: String) {
    #expect(BootMedium(text) == nil)
  }
}
