/// A frame of the data socket as bytes: `u16 length | u8 type | …`, big-endian.
///
/// The length prefix is ignored on reading, as the official client does.
public enum FeedFrame {
  /// The types of frames the server sends.
  public enum Reply: UInt8, Sendable, CaseIterable {
    /// Whether the token was accepted.
    case authentication = 1
    /// Whether topics were subscribed.
    case subscribed = 4
    /// Whether topics were unsubscribed.
    case unsubscribed = 5
    /// Records of topics.
    case data = 6
    /// Whether a channel was paused.
    case paused = 7
    /// Whether a channel was resumed.
    case resumed = 8
    /// Whether full or lite mode was set.
    case mode = 12
    /// A code and a text of the server.
    case custom = 51
  }

  /// The types of frames the client sends.
  public enum Request: UInt8, Sendable, CaseIterable {
    /// Presents the key of the token.
    case authentication = 1
    /// Confirms data up to a message.
    case acknowledgement = 3
    /// Asks for topics.
    case subscribe = 4
    /// Ends topics.
    case unsubscribe = 5
    /// Holds a channel's data back.
    case pause = 7
    /// Lets a channel's data flow.
    case resume = 8
    /// Keeps the connection alive.
    case ping = 11
    /// Chooses full or lite mode.
    case mode = 12
  }

  /// The types of records in a data frame.
  public enum Record: UInt8, Sendable, CaseIterable {
    /// A topic's name, id, scale and values.
    case snapshot = 0x53
    /// Values of a known topic id.
    case update = 0x55
    /// The last price of a known topic id.
    case lite = 0x4C
  }
}
