extension Counters {
  /// What the values are called that a set of counters is made of, one to a line, in their order in
  /// memory: the single ones, the drops of arriving frames by reason, those of leaving packets, and
  /// the sum of the former.
  public static var names: StaticString {
    """
    framesIn\nframesOut\nbytesIn\nbytesOut\ndatagramsDelivered\ndatagramsSent\n\
    segmentsDelivered\nechoRequestsAnswered\nunreachablesSent\nunreachablesSuppressed\n\
    packetsQueued\narpRequestsAnswered\narpLearned\narpRequestsSent\narpAnnouncementsSent\n\
    neighborsMoved\nneighborsEvicted\nneighborsLost\nlinkChanges\nhandedOver\npacketsDetoured\n\
    frameTruncated\nframeOversized\nframeForAnother\nframeBadSource\nframeUnknownType\n\
    arpTruncated\narpMalformed\narpForAnother\narpConflict\narpUnsolicited\narpUnknownOperation\n\
    ipv4Truncated\nipv4Malformed\nipv4BadChecksum\nipv4BadOptions\nipv4SourceRouted\n\
    ipv4BadSource\nipv4ForAnother\nipv4LinkBroadcast\nipv4Fragment\nipv4UnknownProtocol\n\
    icmpTruncated\nicmpBadChecksum\nicmpBroadcast\nicmpError\nicmpUnwanted\nudpTruncated\n\
    udpMalformed\nudpBadChecksum\nudpNoSocket\nudpSocketFull\nreplyNoBuffer\nreplyUnreachable\n\
    sendNoBuffer\nsendUnreachable\nsendTooLong\nsendUnresolved\nsendDisplaced\nsendLinkDown\n\
    receiveDrops
    """
  }
}
