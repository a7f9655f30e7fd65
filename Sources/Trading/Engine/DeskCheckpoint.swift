/// What a callback that fails is rolled back to.
struct DeskCheckpoint: Sendable {
  var orderCount = 0
  var lastNumber: Int32 = 0
  var denialCount = 0
  var denialsKept = 0
  var dayEntries: Int64 = 0
}
