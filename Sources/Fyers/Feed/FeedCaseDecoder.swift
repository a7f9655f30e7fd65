import WireText

/// The engine of `sauda fyers decode`: captured frames in, the client's messages out.
///
/// Every case starts with a fresh session. The output has the official client's field names and
/// number formatting; with `isCompatible` it also has its bugs, without it reports damage under
/// `faults`.
public struct FeedCaseDecoder: Sendable {
  /// Whether the official client's bugs are reproduced.
  public let isCompatible: Bool

  /// A decoder.
  public init(isCompatible: Bool) { self.isCompatible = isCompatible }

  /// Decodes case by case: hands each result to `write` as one line without a line feed.
  ///
  /// Blank lines are skipped.
  ///
  /// - Parameters:
  ///   - lines: Lines of JSON, one case a line.
  ///   - write: Takes each line of the result.
  /// - Throws: ``FeedCaseError/malformedLine(_:_:)`` for the first line that is no case.
  public func decode(
    lines: some Sequence<String>, write: (String) -> Void
  ) throws(FeedCaseError) {
    for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
      let result: String
      do { result = try decode(line: line) } catch { throw error.inLine(index + 1) }
      write(result)
    }
  }

  /// Decodes one case from its line of JSON into a line of JSON.
  ///
  /// - Parameter line: `{"name","mode","symbols","frames_b64"}`.
  /// - Returns: `{"name","messages":[…],"errors":[…]}`, and `"faults":[…]` after damage.
  /// - Throws: ``FeedCaseError/malformed(_:)`` when the line is no case.
  public func decode(line: String) throws(FeedCaseError) -> String {
    text(of: try FeedCase(line: line))
  }

  /// The result of one case as a line of JSON.
  public func text(of feedCase: FeedCase) -> String {
    var messages: [String] = []
    var errors: [String] = []
    var faults: [String] = []
    for event in events(of: feedCase) {
      switch event {
      case .update(let update):
        messages.append(
          FeedMessageText.text(of: isCompatible ? update.officialFields : update.fields))
      case .notice(let notice) where notice.isError: errors.append(FeedMessageText.text(of: notice))
      case .notice(let notice): messages.append(FeedMessageText.text(of: notice))
      case .fault(let fault): faults.append(FeedMessageText.text(of: fault.description))
      case .acknowledge: break
      }
    }
    var text = "{\"name\": "
    JSONText.append(feedCase.name, to: &text)
    text += ", \"messages\": [\(messages.joined(separator: ", "))]"
    text += ", \"errors\": [\(errors.joined(separator: ", "))]"
    if !faults.isEmpty { text += ", \"faults\": [\(faults.joined(separator: ", "))]" }
    return text + "}"
  }

  /// What the frames of a case mean, in order.
  public func events(of feedCase: FeedCase) -> [FeedEvent] {
    var decoder = FeedDecoder(mode: feedCase.mode, isCompatible: isCompatible)
    decoder.subscribe(feedCase.subscriptions)
    var events: [FeedEvent] = []
    for (index, frame) in feedCase.frames.enumerated() {
      for action in feedCase.unsubscriptions where action.frame == index {
        if let notice = decoder.unsubscribe(action.topics).notice { events.append(.notice(notice)) }
      }
      decoder.decode(frame, into: &events)
    }
    return events
  }
}

/// Messages of the data socket as the JSON text of the official client's objects.
enum FeedMessageText {
  static func text(of fields: [FeedField]) -> String {
    var text = "{"
    for field in fields {
      if text.utf8.count > 1 { text += ", " }
      JSONText.append(field.name, to: &text)
      text += ": "
      switch field.value {
      case .integer(let value): text += String(value)
      case .number(let value): text += PythonNumber.text(value)
      case .text(let value): JSONText.append(value, to: &text)
      }
    }
    return text + "}"
  }

  static func text(of notice: FeedNotice) -> String {
    var members: [JSONObject.Member] = [
      .init("code", .number(String(notice.code))), .init("message", .string(notice.message)),
      .init("s", .string(notice.isError ? "error" : "ok")),
    ]
    if let type = notice.type {
      // The official client writes the type of a subscription error last.
      let isLast = notice.isError && type == "sub" && notice.code == -300
      members.insert(.init("type", .string(type)), at: isLast ? members.count : 0)
    }
    if !notice.invalidSymbols.isEmpty {
      let symbols = notice.invalidSymbols.map(JSONValue.string)
      members.append(.init("invalid_symbols", .array(symbols)))
    }
    return JSONValue.object(JSONObject(members)).pythonText
  }

  static func text(of string: String) -> String {
    var text = ""
    JSONText.append(string, to: &text)
    return text
  }
}

/// Numbers as Python writes them.
enum PythonNumber {
  /// The shortest digits that read back as the same double, with a point or an exponent.
  static func text(_ value: Double) -> String {
    // Swift turns to exponents at 2⁵³, Python at 10¹⁶.
    if value.magnitude >= 0x1p53, value.magnitude < 1e16 { return "\(Int64(value)).0" }
    return value.description
  }
}
