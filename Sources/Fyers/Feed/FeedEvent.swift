/// What a frame of the data socket means.
public enum FeedEvent: Sendable {
  /// A topic changed.
  case update(FeedUpdate)
  /// An acknowledgement or an error of the server.
  case notice(FeedNotice)
  /// The server wants this message acknowledged (``FeedRequest/acknowledge(_:)``).
  ///
  /// Only a decoder in compatibility mode says so: the live server names an interval in a form the
  /// official client misreads, and sends on without acknowledgements.
  case acknowledge(UInt32)
  /// A frame could not be read, in part or as a whole.
  case fault(FeedFault)
}
