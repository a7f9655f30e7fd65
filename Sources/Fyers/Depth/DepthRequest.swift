/// The texts a client sends on the tick-by-tick socket.
public enum DepthRequest {
  /// The keep-alive text, to be sent every ten seconds.
  public static let ping = "ping"

  /// Asks for the depth of symbols on a channel, from 1 to 50.
  ///
  /// No data come before the channel is resumed.
  public static func subscribe(_ symbols: [String], channel: Int) -> String {
    text(symbols, channel: channel, direction: "1")
  }

  /// Ends the depth of symbols on a channel.
  public static func unsubscribe(_ symbols: [String], channel: Int) -> String {
    text(symbols, channel: channel, direction: "-1")
  }

  /// Lets channels flow and holds others back.
  public static func channels(resume: [Int], pause: [Int]) -> String {
    WireJSON.object([
      .init("type", .number("2")),
      .init(
        "data",
        .object([
          .init("resumeChannels", .array(resume.map { .string(String($0)) })),
          .init("pauseChannels", .array(pause.map { .string(String($0)) })),
        ])),
    ]).text
  }

  private static func text(_ symbols: [String], channel: Int, direction: String) -> String {
    WireJSON.object([
      .init("type", .number("1")),
      .init(
        "data",
        .object([
          .init("subs", .number(direction)), .init("symbols", .array(symbols.map(WireJSON.string))),
          .init("mode", .string("depth")), .init("channel", .string(String(channel))),
        ])),
    ]).text
  }
}
