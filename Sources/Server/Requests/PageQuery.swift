/// What a call's query says of a page: `limit` and `before`.
struct PageQuery {
  /// How many at most.
  let limit: Int
  /// What stands right behind the page, as text; nil: it ends with the newest.
  let before: String?

  /// The page of a query.
  ///
  /// - Parameters:
  ///   - query: Names and values.
  ///   - largest: The largest page, and the one of a query that does not say.
  /// - Throws: ``ApiFailure`` when the limit is no whole number from 1 to the largest.
  init(_ query: [(name: String, value: String)], largest: Int) throws(ApiFailure) {
    before = query.first { $0.name == "before" }?.value
    guard let text = query.first(where: { $0.name == "limit" })?.value else {
      limit = largest
      return
    }
    guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let number = Int(text), (1...largest).contains(number)
    else {
      throw .malformed(
        "limit: expected a whole number from 1 to \(largest), was \(RequestText.clipped(text))")
    }
    limit = number
  }

  /// The number of the order right behind the page, from `BUY-12` or `SELL-12`.
  func order() throws(ApiFailure) -> Int32? {
    guard let before else { return nil }
    let parts = before.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] == "BUY" || parts[0] == "SELL",
      parts[1].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let number = Int32(parts[1])
    else {
      throw .malformed(
        "before: expected the id of an order such as BUY-12, was \(RequestText.clipped(before))")
    }
    return number
  }

  /// The number of the event right behind the page, from its id.
  func event(of session: String) throws(ApiFailure) -> Int64? {
    guard let before else { return nil }
    guard let id = EventID(before), id.session == session else {
      throw .malformed(
        "before: expected the id of an event of this session such as \(session)-12, was "
          + RequestText.clipped(before))
    }
    return id.number
  }
}
