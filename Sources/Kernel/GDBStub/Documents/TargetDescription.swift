/// What gdb is told of the registers, in XML.
///
/// The features are gdb's standard ones, each with its own registers: gdb knows vectors as such
/// only where they are in a feature of their own.
///
/// Source: Debugging with GDB, appendix G, "Target Descriptions"; gdb/features/i386.
enum TargetDescription {
  /// Writes the description.
  static func write(to text: inout DocumentWindow) {
    text.write(
      """
      <?xml version="1.0"?><!DOCTYPE target SYSTEM "gdb-target.dtd"><target version="1.0">\
      <architecture>i386:x86-64</architecture><osabi>none</osabi>
      """)
    begin("i386.core", &text)
    writeFlags(&text)
    writeCore(&text)
    next("i386.sse", &text)
    writeVectors(&text)
    next("i386.segments", &text)
    registers("fs_base gs_base", 64, "int64", &text)
    text.write("</feature><feature name=\"org.swiftlet.system\">")
    registers("cr0 cr2 cr3 cr4 cr8 efer", 64, "int64", isSaved: false, &text)
    registers("interrupt error", 64, "int64", isSaved: false, &text)
    text.write("</feature></target>")
  }

  private static func writeCore(_ text: inout DocumentWindow) {
    registers("rax rbx rcx rdx rsi rdi", 64, "int64", &text)
    registers("rbp rsp", 64, "data_ptr", &text)
    registers("r8 r9 r10 r11 r12 r13 r14 r15", 64, "int64", &text)
    registers("rip", 64, "code_ptr", &text)
    registers("eflags", 32, "i386_eflags", &text)
    registers("cs ss ds es fs gs", 32, "int32", &text)
    registers("st0 st1 st2 st3 st4 st5 st6 st7", 80, "i387_ext", &text)
    registers(
      "fctrl fstat ftag fiseg fioff foseg fooff fop", 32, "int", group: "float", &text)
  }

  private static func writeVectors(_ text: inout DocumentWindow) {
    vector("v4f", "ieee_single", 4, &text)
    vector("v2d", "ieee_double", 2, &text)
    vector("v16i8", "int8", 16, &text)
    vector("v8i16", "int16", 8, &text)
    vector("v4i32", "int32", 4, &text)
    vector("v2i64", "int64", 2, &text)
    text.write("<union id=\"vec128\">")
    field("v4_float", "v4f", &text)
    field("v2_double", "v2d", &text)
    field("v16_int8", "v16i8", &text)
    field("v8_int16", "v8i16", &text)
    field("v4_int32", "v4i32", &text)
    field("v2_int64", "v2i64", &text)
    field("uint128", "uint128", &text)
    text.write("</union>")
    flags("i386_mxcsr", "IE0 DE1 ZE2 OE3 UE4 PE5 DAZ6 IM7 DM8 ZM9 OM10 UM11 PM12 FZ15", &text)
    registers(
      "xmm0 xmm1 xmm2 xmm3 xmm4 xmm5 xmm6 xmm7 xmm8 xmm9 xmm10 xmm11 xmm12 xmm13 xmm14 xmm15",
      128, "vec128", &text)
    registers("mxcsr", 32, "i386_mxcsr", group: "vector", &text)
  }

  private static func writeFlags(_ text: inout DocumentWindow) {
    flags(
      "i386_eflags",
      "CF0 PF2 AF4 ZF6 SF7 TF8 IF9 DF10 OF11 NT14 RF16 VM17 AC18 VIF19 VIP20 ID21", &text)
  }

  private static func begin(_ name: StaticString, _ text: inout DocumentWindow) {
    text.write("<feature name=\"org.gnu.gdb.")
    text.write(name)
    text.write("\">")
  }

  private static func next(_ name: StaticString, _ text: inout DocumentWindow) {
    text.write("</feature>")
    begin(name, &text)
  }

  /// Writes registers of one kind; their names are divided by spaces.
  @inline(never)
  private static func registers(
    _ names: StaticString, _ bitCount: Int, _ type: StaticString, group: StaticString? = nil,
    isSaved: Bool = true, _ text: inout DocumentWindow
  ) {
    forEachWord(names, &text) { word, text in
      text.write("<reg name=\"")
      copy(names, word, to: &text)
      text.write("\" bitsize=\"")
      text.write(decimal: bitCount)
      text.write("\" type=\"")
      text.write(type)
      if let group {
        text.write("\" group=\"")
        text.write(group)
      }
      text.write(isSaved ? "\"/>" : "\" group=\"system\" save-restore=\"no\"/>")
    }
  }

  /// Writes bits of a register; each word is a name and the bit's number.
  @inline(never)
  private static func flags(
    _ name: StaticString, _ words: StaticString, _ text: inout DocumentWindow
  ) {
    text.write("<flags id=\"")
    text.write(name)
    text.write("\" size=\"4\">")
    forEachWord(words, &text) { word, text in
      var end = word.upperBound
      // The digits at the end are the number; names such as IE0 have none of their own.
      while byte(words, end - 1) < UInt8(ascii: "A") { end -= 1 }
      text.write("<field name=\"")
      copy(words, word.lowerBound..<end, to: &text)
      text.write("\" start=\"")
      copy(words, end..<word.upperBound, to: &text)
      text.write("\" end=\"")
      copy(words, end..<word.upperBound, to: &text)
      text.write("\"/>")
    }
    text.write("</flags>")
  }

  private static func vector(
    _ name: StaticString, _ type: StaticString, _ count: Int, _ text: inout DocumentWindow
  ) {
    text.write("<vector id=\"")
    text.write(name)
    text.write("\" type=\"")
    text.write(type)
    text.write("\" count=\"")
    text.write(decimal: count)
    text.write("\"/>")
  }

  private static func field(
    _ name: StaticString, _ type: StaticString, _ text: inout DocumentWindow
  ) {
    text.write("<field name=\"")
    text.write(name)
    text.write("\" type=\"")
    text.write(type)
    text.write("\"/>")
  }

  private static func forEachWord(
    _ words: StaticString, _ text: inout DocumentWindow,
    _ body: (Range<Int>, inout DocumentWindow) -> Void
  ) {
    var start = 0
    for index in 0...words.utf8CodeUnitCount
    where index == words.utf8CodeUnitCount || byte(words, index) == UInt8(ascii: " ") {
      body(start..<index, &text)
      start = index + 1
    }
  }

  private static func copy(
    _ words: StaticString, _ range: Range<Int>, to text: inout DocumentWindow
  ) {
    for index in range { text.write(byte: byte(words, index)) }
  }

  private static func byte(_ words: StaticString, _ index: Int) -> UInt8 {
    // Safe: callers stay below the number of bytes.
    unsafe words.utf8Start[index]
  }
}
