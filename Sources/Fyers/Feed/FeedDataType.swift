/// What is asked for of a symbol on the data socket.
public enum FeedDataType: String, Sendable, CaseIterable {
  /// Quotes of instruments and values of indices.
  case symbol = "SymbolUpdate"
  /// Five levels of depth; indices have none.
  case depth = "DepthUpdate"
}
