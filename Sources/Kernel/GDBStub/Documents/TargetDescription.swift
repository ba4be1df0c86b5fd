/// What gdb is told of the registers, in XML.
///
/// The features are gdb's standard ones, each with its own registers: gdb knows vectors as such
/// only where they are in a feature of their own. That of AVX is left out: the kernel does not set
/// CR4.OSXSAVE, so that no instruction of the guest can reach more of a vector than SSE does.
///
/// Source: Debugging with GDB, appendix G, "Target Descriptions"; gdb/features/i386.
enum TargetDescription {
  /// What stands for words that come again and again.
  static func word(_ letter: UInt8) -> StaticString? {
    switch letter {
    case UInt8(ascii: "~"): "<reg name=\"@\" bitsize=\""
    case UInt8(ascii: "^"): "\" type=\""
    case UInt8(ascii: "`"): "<field name=\""
    case UInt8(ascii: "$"): "</feature><feature name=\"org."
    case UInt8(ascii: "*"): "\" count=\""
    default: nil
    }
  }

  /// A byte of the description.
  @inline(never)
  static func byte(_ index: Int) -> UInt8 {
    precondition(UInt(bitPattern: index) < UInt(bitPattern: text.utf8CodeUnitCount))
    // Safe: checked.
    return unsafe text.utf8Start[index]
  }

  /// The description, as `Reply.writeDescription()` takes it.
  static var text: StaticString {
    """
    <?xml version="1.0"?><!DOCTYPE target SYSTEM "gdb-target.dtd"><target version="1.0">\
    <architecture>i386:x86-64</architecture><osabi>none</osabi>\
    <feature name="org.gnu.gdb.i386.core"><flags id="i386_eflags" size="4">\
    {`%" start="#" end="#"/>|\
    CF0 PF2 AF4 ZF6 SF7 TF8 IF9 DF10 OF11 NT14 RF16 VM17 AC18 VIF19 VIP20 ID21}</flags>\
    {~64^int64"/>|rax rbx rcx rdx rsi rdi}\
    {~64^data_ptr"/>|rbp rsp}\
    {~64^int64"/>|r8 r9 r10 r11 r12 r13 r14 r15}\
    {~64^code_ptr"/>|rip}\
    {~32^i386_eflags"/>|eflags}\
    {~32^int32"/>|cs ss ds es fs gs}\
    {~80^i387_ext"/>|st0 st1 st2 st3 st4 st5 st6 st7}\
    {~32^int" group="float"/>|\
    fctrl fstat ftag fiseg fioff foseg fooff fop}\
    $gnu.gdb.i386.sse">\
    <vector id="v4f^ieee_single*4"/><vector id="v2d^ieee_double*2"/>\
    <vector id="v16i8^int8*16"/><vector id="v8i16^int16*8"/>\
    <vector id="v4i32^int32*4"/><vector id="v2i64^int64*2"/>\
    <union id="vec128">`v4_float^v4f"/>`v2_double^v2d"/>\
    `v16_int8^v16i8"/>`v8_int16^v8i16"/>\
    `v4_int32^v4i32"/>`v2_int64^v2i64"/>\
    `uint128^uint128"/></union><flags id="i386_mxcsr" size="4">\
    {`%" start="#" end="#"/>|\
    IE0 DE1 ZE2 OE3 UE4 PE5 DAZ6 IM7 DM8 ZM9 OM10 UM11 PM12 FZ15}</flags>\
    {~128^vec128"/>|\
    xmm0 xmm1 xmm2 xmm3 xmm4 xmm5 xmm6 xmm7 xmm8 xmm9 xmm10 xmm11 xmm12 xmm13 xmm14 xmm15}\
    <reg name="mxcsr" bitsize="32^i386_mxcsr" group="vector"/>\
    $gnu.gdb.i386.segments">\
    {~64^int64"/>|fs_base gs_base}\
    $swiftlet.system">\
    {~64^int64" group="system" save-restore="no"/>|\
    cr0 cr2 cr3 cr4 cr8 efer interrupt error}</feature></target>
    """
  }
}
