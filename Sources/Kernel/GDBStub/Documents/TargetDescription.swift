/// What gdb is told of the registers, in XML.
///
/// The features are gdb's standard ones, each with its own registers: gdb knows vectors as such
/// only where they are in a feature of their own. That of AVX is left out: the kernel does not set
/// CR4.OSXSAVE, so that no instruction of the guest can reach more of a vector than SSE does.
///
/// Source: Debugging with GDB, appendix G, "Target Descriptions"; gdb/features/i386.
enum TargetDescription {
  /// The description, as `Reply.write(expanding:)` takes it.
  static var text: StaticString {
    """
    <?xml version="1.0"?><!DOCTYPE target SYSTEM "gdb-target.dtd"><target version="1.0">\
    <architecture>i386:x86-64</architecture><osabi>none</osabi>\
    <feature name="org.gnu.gdb.i386.core"><flags id="i386_eflags" size="4">\
    {<field name="%" start="#" end="#"/>|\
    CF0 PF2 AF4 ZF6 SF7 TF8 IF9 DF10 OF11 NT14 RF16 VM17 AC18 VIF19 VIP20 ID21}</flags>\
    {<reg name="@" bitsize="64" type="int64"/>|rax rbx rcx rdx rsi rdi}\
    {<reg name="@" bitsize="64" type="data_ptr"/>|rbp rsp}\
    {<reg name="@" bitsize="64" type="int64"/>|r8 r9 r10 r11 r12 r13 r14 r15}\
    {<reg name="@" bitsize="64" type="code_ptr"/>|rip}\
    {<reg name="@" bitsize="32" type="i386_eflags"/>|eflags}\
    {<reg name="@" bitsize="32" type="int32"/>|cs ss ds es fs gs}\
    {<reg name="@" bitsize="80" type="i387_ext"/>|st0 st1 st2 st3 st4 st5 st6 st7}\
    {<reg name="@" bitsize="32" type="int" group="float"/>|\
    fctrl fstat ftag fiseg fioff foseg fooff fop}\
    </feature><feature name="org.gnu.gdb.i386.sse">\
    <vector id="v4f" type="ieee_single" count="4"/><vector id="v2d" type="ieee_double" count="2"/>\
    <vector id="v16i8" type="int8" count="16"/><vector id="v8i16" type="int16" count="8"/>\
    <vector id="v4i32" type="int32" count="4"/><vector id="v2i64" type="int64" count="2"/>\
    <union id="vec128"><field name="v4_float" type="v4f"/><field name="v2_double" type="v2d"/>\
    <field name="v16_int8" type="v16i8"/><field name="v8_int16" type="v8i16"/>\
    <field name="v4_int32" type="v4i32"/><field name="v2_int64" type="v2i64"/>\
    <field name="uint128" type="uint128"/></union><flags id="i386_mxcsr" size="4">\
    {<field name="%" start="#" end="#"/>|\
    IE0 DE1 ZE2 OE3 UE4 PE5 DAZ6 IM7 DM8 ZM9 OM10 UM11 PM12 FZ15}</flags>\
    {<reg name="@" bitsize="128" type="vec128"/>|\
    xmm0 xmm1 xmm2 xmm3 xmm4 xmm5 xmm6 xmm7 xmm8 xmm9 xmm10 xmm11 xmm12 xmm13 xmm14 xmm15}\
    <reg name="mxcsr" bitsize="32" type="i386_mxcsr" group="vector"/>\
    </feature><feature name="org.gnu.gdb.i386.segments">\
    {<reg name="@" bitsize="64" type="int64"/>|fs_base gs_base}\
    </feature><feature name="org.swiftlet.system">\
    {<reg name="@" bitsize="64" type="int64" group="system" save-restore="no"/>|\
    cr0 cr2 cr3 cr4 cr8 efer interrupt error}</feature></target>
    """
  }
}
