/// The texts a client sends on the order socket.
public enum OrderSocketRequest {
  /// The keep-alive text, to be sent every ten seconds.
  public static let ping = "ping"

  /// Asks for topics.
  public static func subscribe(_ topics: [OrderSocketTopic]) -> String {
    text(topics.flatMap(\.names).map(WireJSON.string), direction: "1")
  }

  /// Ends topics.
  ///
  /// - Parameters:
  ///   - topics: What to end.
  ///   - isCompatible: Whether to nest the general topics in a list of their own, as the official
  ///     client does by mistake.
  /// - Returns: The text to send.
  public static func unsubscribe(
    _ topics: [OrderSocketTopic], isCompatible: Bool = false
  ) -> String {
    guard isCompatible else {
      return text(topics.flatMap(\.names).map(WireJSON.string), direction: "-1")
    }
    let list = topics.map { topic in
      let names = topic.names.map(WireJSON.string)
      return names.count == 1 ? names[0] : .array(names)
    }
    return text(list, direction: "-1")
  }

  private static func text(_ list: [WireJSON], direction: String) -> String {
    WireJSON.object([
      .init("T", .string("SUB_ORD")), .init("SLIST", .array(list)),
      .init("SUB_T", .number(direction)),
    ]).text
  }
}
