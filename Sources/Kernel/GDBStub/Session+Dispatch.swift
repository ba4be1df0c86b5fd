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
    x#,#$
    QListThreadsInStopReply
    qMemoryRegionInfo:#
    qHostInfo
    qProcessInfo
    """
  }

  /// Answers a packet; one that nobody knows gets an empty reply.
  @inline(never)
  mutating func dispatch(_ packet: ByteBuffer) {
    scanner = PacketScanner(packet)
    isMalformed = false
    answer(follow(match(Self.packets)))
  }

  /// Does what a packet asks for, by its number.
  private mutating func follow(_ number: Int) -> Answer {
    switch number {
    case 0: reportStop()
    case 1: readAllRegisters()
    case 2: writeAllRegisters()
    case 3: readRegister()
    case 4: writeRegister()
    case 5, 41: readMemory(isBinary: number != 5)
    case 6, 7: writeMemory(isBinary: number == 7)
    case 8...11: resume(isStepping: number > 9, hasSignal: number & 1 != 0)
    case 12: say("vCont;c;C;s;S;r")
    case 13: resumeThreads()
    case 14, 15: changeBreakpoint(isWanted: number == 14)
    case 16, 17: selectThread(isForRegisters: number == 16)
    case 18: reportAlive()
    case 19: detach()
    case 20, 21: kill(isAnswered: number == 20)
    case 22: reset()
    case 23: openFile()
    case 24: readFile()
    case 25: say("F0")
    case 26: negotiate()
    case 27, 28, 29: transfer(number)
    case 30: runCommand()
    case 31: search()
    case 32: checksum()
    case 33: listThreads()
    case 34: say("l")
    case 35: describeThread()
    case 36: say("1")
    case 37: say("QC1")
    case 38: acknowledgeNoMore()
    case 39, 40: .done
    case 42: listThreadsInStops()
    case 43: describeMemory()
    // The triple is x86_64--; of each of these lldb passes over what the other one has.
    case 44, 45: say("pid:1;triple:7838365f36342d2d;ptrsize:8;endian:little;")
    default: isMalformed ? .badPacket : .unknown
    }
  }

  private mutating func acknowledgeNoMore() -> Answer {
    isAcknowledging = false
    return .done
  }

  private mutating func listThreadsInStops() -> Answer {
    listsThreads = true
    return .done
  }

  private mutating func reset() -> Answer {
    target.leave(.reset)
    return .later
  }

  /// Ends the machine.
  private mutating func kill(isAnswered: Bool) -> Answer {
    if isAnswered { answer(.done) }
    target.leave(.powerOff)
    return .later
  }
}
