extension Session {
  /// The packets that are known, in the order of the numbers below: `match`.
  private static var packets: StaticString {
    """
    ?
    g
    G
    p#
    P#=
    m#,#$
    M#,#:
    X#,#:
    c
    C
    s
    S
    vCont?
    vCont
    Z#,#,#
    z#,#,#
    Hg@
    Hc@
    T@
    D
    vKill
    k
    R
    vFile:open:
    vFile:pread:
    vFile:close:
    qSupported
    qXfer:features:read:target.xml:#,#
    qXfer:memory-map:read::#,#
    qXfer:threads:read::#,#
    qRcmd,
    qSearch:memory:#;#;
    qCRC:#,#
    qfThreadInfo
    qsThreadInfo
    qThreadExtraInfo,@
    qAttached
    qC$
    QStartNoAckMode$
    qSymbol:
    !
    """
  }

  /// Answers a packet; one that nobody knows gets an empty reply.
  @inline(never)
  mutating func dispatch(_ packet: ByteBuffer) {
    scanner = PacketScanner(packet)
    isMalformed = false
    let number = match(Self.packets)
    switch number {
    case 0: reportStop()
    case 1: readAllRegisters()
    case 2: writeAllRegisters()
    case 3: readRegister()
    case 4: writeRegister()
    case 5: readMemory()
    case 6: writeMemory(isBinary: false)
    case 7: writeMemory(isBinary: true)
    case 8: resume(isStepping: false, hasSignal: false)
    case 9: resume(isStepping: false, hasSignal: true)
    case 10: resume(isStepping: true, hasSignal: false)
    case 11: resume(isStepping: true, hasSignal: true)
    case 12: answer("vCont;c;C;s;S;r")
    case 13: resumeThreads()
    case 14: changeBreakpoint(isWanted: true)
    case 15: changeBreakpoint(isWanted: false)
    case 16: selectThread(isForRegisters: true)
    case 17: selectThread(isForRegisters: false)
    case 18: reportAlive()
    case 19: detach()
    case 20: kill(isAnswered: true)
    case 21: kill(isAnswered: false)
    case 22: reset()
    case 23: openFile()
    case 24: readFile()
    case 25: answer("F0")
    case 26: negotiate()
    case 27, 28, 29: transfer(number)
    case 30: runCommand()
    case 31: search()
    case 32: checksum()
    case 33: listThreads()
    case 34: answer("l")
    case 35: describeThread()
    case 36: answer("1")
    case 37: answer("QC1")
    case 38: acknowledgeNoMore()
    case 39, 40: answer(.done)
    default: answer(isMalformed ? .badPacket : .unknown)
    }
  }

  @inline(never)
  private mutating func acknowledgeNoMore() {
    answer(.done)
    isAcknowledging = false
  }

  @inline(never)
  private mutating func reset() { target.leave(.reset) }

  /// Ends the machine.
  @inline(never)
  private mutating func kill(isAnswered: Bool) {
    if isAnswered { answer(.done) }
    target.leave(.powerOff)
  }
}
