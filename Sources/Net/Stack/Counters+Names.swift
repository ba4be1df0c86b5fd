extension Counters {
  /// What the values are called that a set of counters is made of, one to a line, in their order in
  /// memory: the single ones, the drops of arriving frames by reason, those of leaving packets, and
  /// the sum of the former.
  public static var names: StaticString {
    """
    framesIn\nframesOut\nbytesIn\nbytesOut\ndatagramsDelivered\ndatagramsSent\n\
    echoRequestsAnswered\nunreachablesSent\nunreachablesSuppressed\npacketsQueued\n\
    arpRequestsAnswered\narpLearned\narpRequestsSent\narpAnnouncementsSent\nneighborsMoved\n\
    neighborsEvicted\nneighborsLost\nlinkChanges\nframeTruncated\nframeOversized\n\
    frameForAnother\n\
    frameBadSource\nframeUnknownType\narpTruncated\narpMalformed\narpForAnother\narpConflict\n\
    arpUnsolicited\narpUnknownOperation\nipv4Truncated\nipv4Malformed\nipv4BadChecksum\n\
    ipv4BadOptions\nipv4SourceRouted\nipv4BadSource\nipv4ForAnother\nipv4LinkBroadcast\n\
    ipv4Fragment\nipv4UnknownProtocol\nicmpTruncated\nicmpBadChecksum\nicmpBroadcast\nicmpError\n\
    icmpUnwanted\nudpTruncated\nudpMalformed\nudpBadChecksum\nudpNoSocket\nudpSocketFull\n\
    replyNoBuffer\nreplyUnreachable\nsendNoBuffer\nsendUnreachable\nsendTooLong\nsendUnresolved\n\
    sendDisplaced\nsendLinkDown\nreceiveDrops
    """
  }
}
