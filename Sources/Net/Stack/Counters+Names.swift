extension Counters {
  /// What the values are called that a set of counters is made of, one to a line, in their order in
  /// memory: the single ones, the drops of arriving frames by reason, those of leaving packets, and
  /// the sum of the former.
  public static var names: StaticString {
    """
    framesIn\nframesOut\nbytesIn\nbytesOut\ndatagramsDelivered\ndatagramsSent\n\
    segmentsDelivered\nechoRequestsAnswered\nunreachablesSent\nunreachablesSuppressed\n\
    packetsQueued\narpRequestsAnswered\narpLearned\narpRequestsSent\narpAnnouncementsSent\n\
    neighborsMoved\nneighborsEvicted\nneighborsLost\nlinkChanges\nframeTruncated\nframeOversized\n\
    frameForAnother\nframeBadSource\nframeUnknownType\narpTruncated\narpMalformed\n\
    arpForAnother\narpConflict\narpUnsolicited\narpUnknownOperation\nipv4Truncated\n\
    ipv4Malformed\nipv4BadChecksum\nipv4BadOptions\nipv4SourceRouted\nipv4BadSource\n\
    ipv4ForAnother\nipv4LinkBroadcast\nipv4Fragment\nipv4UnknownProtocol\nicmpTruncated\n\
    icmpBadChecksum\nicmpBroadcast\nicmpError\nicmpUnwanted\nudpTruncated\nudpMalformed\n\
    udpBadChecksum\nudpNoSocket\nudpSocketFull\nreplyNoBuffer\nreplyUnreachable\nsendNoBuffer\n\
    sendUnreachable\nsendTooLong\nsendUnresolved\nsendDisplaced\nsendLinkDown\nreceiveDrops
    """
  }
}
