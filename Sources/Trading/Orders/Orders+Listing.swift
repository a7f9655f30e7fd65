/// What of the list a script walks through: a long session has hundreds of thousands of orders.
extension Orders {
  /// The working order at a place of the list or behind it; nil when there is none.
  func workingOrder(from index: Int) -> Int? {
    let position = workingOrders(before: index)
    return position < working.count ? working[position].index : nil
  }

  /// How many working orders come before a place of the list; O(log n).
  private func workingOrders(before index: Int) -> Int {
    var (low, high) = (0, working.count)
    while low < high {
      let middle = low + (high - low) / 2
      if working[middle].index < index { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Finds the place from which on at most so many orders have ended; O(log² n).
  ///
  /// - Parameters:
  ///   - ended: How many.
  ///   - staged: Orders at the end of the list that have not been sent yet, which have not ended either.
  /// - Returns: The place.
  func firstListed(ended: Int, besides staged: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = low + (high - low) / 2
      let others = working.count - workingOrders(before: middle) + staged
      if count - middle - others > ended { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
