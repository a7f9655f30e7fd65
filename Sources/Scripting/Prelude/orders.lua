-- Orders: buy sell close close_all target cancel cancel_all modify pending orders.
local host, fail, api, ids = P.host, P.fail, P.api, P.ids
local next, rawget, type = N.next, N.rawget, N.type
local PLACE, CLOSE, TARGET, FIELD = H.place, H.close, H.target, H.orderField
local DETAIL = H.denialDetail

-- An order table holds its place in the desk's list, or what a denied request was; its fields are
-- read when they are asked for, so they change as the order does.
local ROW = {}
local meta, unknown_field = P.meta("Order")

-- The row of an order. That of a request which was denied the short way is put together here, once
-- somebody looks: a script may run into the same refusal on every tick.
local function row_of(order)
  local row = rawget(order, ROW)
  if type(row) ~= "userdata" then return row end
  local side, id, qty, reason, detail, need, available = N.denial(row)
  row = {
    ok = false, reason = reason, detail = detail or host(H.refusal, reason, need, available),
    status = "failed", side = side == 0 and "BUY" or "SELL", symbol = P.names[id], qty = qty,
    filled = 0, avg_price = 0, tag = "", commission = 0.0, realized_pnl = 0.0,
  }
  N.rawset(order, ROW, row)
  return row
end

-- A field of a denied request; those of orders with a place are the bridge's.
local function read_denied(order, key)
  if not F[key] then unknown_field(key) end
  local row = row_of(order)
  local value = row[key]
  -- The sentence of a denial is put together when it is first read.
  if key == "detail" and type(value) == "number" then
    value = host(DETAIL, value)
    row[key] = value
  end
  return value
end

meta.__index = N.order_index(FIELD, F, ROW, read_denied)
meta.__newindex = function() fail("an order is read-only: use modify(order, { … })") end
meta.__eq = function(left, right)
  local row = row_of(left)
  return type(row) ~= "table" and row == rawget(right, ROW)
end
meta.__pairs = function(order)
  local copy = {}
  for _, key in ipairs(FN) do copy[key] = order[key] end
  return next, copy, nil
end
meta.__tostring = function(order)
  return "order " .. (order.id or "denied " .. order.reason)
end

local function order_at(index) return setmetatable({ [ROW] = index }, meta) end
P.order_at = order_at

local function denied(symbol, side, qty, reason, detail, tag)
  return setmetatable({ [ROW] = {
    ok = false, reason = reason, detail = detail, status = "failed", side = side, symbol = symbol,
    qty = qty, filled = 0, avg_price = 0, tag = tag or "", commission = 0.0, realized_pnl = 0.0,
  } }, meta)
end

-- The order of an answer of the host: its place, or false with reason and detail.
local function answer(symbol, tag, qty, place, reason, detail, side, whole)
  if place then return setmetatable({ [ROW] = place }, meta) end
  return denied(symbol, side, qty or whole, reason, detail, tag)
end

local option_keys, table_keys = P.keys(KEYS.OrderOptions), P.keys(KEYS.OrderRequest)
local close_keys = P.keys(KEYS.CloseOptions)
local products = { "INTRADAY", "CNC", "MARGIN" }

local function check_product(product, what)
  if product == nil then return end
  P.expect(product, "string", what .. ": product")
  for _, known in ipairs(products) do
    if product == known then return end
  end
  fail(what .. ": product: expected INTRADAY, CNC or MARGIN, was '" .. product:sub(1, 80) .. "'"
    .. P.suggestion(product, products))
end

local function place(side, what, symbol, qty, options)
  if type(symbol) == "table" then
    if qty ~= nil or options ~= nil then
      fail(what .. ": expected " .. what .. "{ symbol =, qty =, … } alone")
    end
    options = P.read(symbol, table_keys, what)
    symbol, qty = options.symbol, options.qty
  elseif options ~= nil then
    options = P.read(options, option_keys, what)
  end
  local id = ids[symbol] or P.id_of(symbol, what)
  if options == nil then return answer(symbol, nil, qty, host(PLACE, side, id, qty)) end
  check_product(options.product, what)
  local is_protected = P.take_protection(options, what)
  return answer(symbol, options.tag, qty, host(PLACE, side, id, qty, options.type, options.price,
    options.trigger, options.tag, is_protected, options.validity, options.when, options.product))
end

local function buy(symbol, qty, options) return place(0, "buy", symbol, qty, options) end

local function sell(symbol, qty, options) return place(1, "sell", symbol, qty, options) end

local function close(symbol, options)
  local id = ids[symbol] or P.id_of(symbol, "close")
  if options == nil then return answer(symbol, nil, nil, host(CLOSE, id)) end
  options = P.read(options, close_keys, "close")
  check_product(options.product, "close")
  return answer(symbol, options.tag, nil,
    host(CLOSE, id, options.type, options.price, options.trigger, options.tag, options.validity,
      options.when))
end

-- Plain market orders go a short way through the bridge; it comes back here for all others.
P.order_functions = { buy = buy, sell = sell, close = close }
api.buy = N.order_function(0, ids, meta, ROW, buy)
api.sell = N.order_function(1, ids, meta, ROW, sell)
api.close = N.order_function(2, ids, meta, ROW, close)

function api.close_all()
  local closed = {}
  for _, symbol in ipairs(P.symbols) do
    local id = ids[symbol] or P.id_of(symbol, "close_all")
    if host(H.position, id).qty ~= 0 then closed[#closed + 1] = close(symbol) end
  end
  return closed
end

-- The orders that lead to the quantity: none, one, or a close and an opening, whose options they are.
local function target(what, symbol, qty, options)
  local id, is_protected = ids[symbol] or P.id_of(symbol, what), false
  options = options ~= nil and P.read(options, option_keys, what) or {}
  check_product(options.product, what)
  is_protected = P.take_protection(options, what)
  local place1, reason1, detail1, side1, qty1, place2, reason2, detail2, side2, qty2 =
    host(TARGET, id, qty, options.type, options.price, options.trigger, options.tag, is_protected,
      options.validity, options.when, options.product)
  if place1 == nil then return nil end
  local first = answer(symbol, options.tag, qty1 or qty, place1, reason1, detail1, side1)
  if place2 == nil then return first end
  return first, answer(symbol, options.tag, qty2, place2, reason2, detail2, side2)
end

function api.target(symbol, qty, options) return target("target", symbol, qty, options) end

-- Turns what is held around.
function api.reverse(symbol, options)
  local held = host(H.position, ids[symbol] or P.id_of(symbol, "reverse")).qty
  if held == 0 then return nil end
  return target("reverse", symbol, -held, options)
end

-- The place of an order table, or nil and the row of a denied one.
local function place_of(order, what)
  if type(order) ~= "table" or rawget(order, ROW) == nil then
    fail(what .. ": expected an order, was " .. P.kind(order))
  end
  local row = row_of(order)
  if type(row) == "table" then return nil, row end
  return row
end

function api.cancel(order)
  local index, row = place_of(order, "cancel")
  if not index then
    host(H.cancel)  -- a request that comes to nothing counts like any other
    return false, row.reason
  end
  return host(H.cancel, index)
end

function api.cancel_all() return host(H.cancelAll) end

local change_keys = P.keys(KEYS.OrderChanges)

function api.modify(order, changes)
  local index, row = place_of(order, "modify")
  local given = P.read(changes, change_keys, "modify")
  if not index then
    host(H.cancel)
    return false, row.reason
  end
  return host(H.modify, index, given.price, given.trigger, given.qty)
end

function api.pending(symbol) return host(H.pending, ids[symbol] or P.id_of(symbol, "pending")) end

local filter_keys = P.keys(KEYS.OrderFilter)
local statuses = { "pending", "partial", "executed", "failed", "cancelled", "unknown" }
local status_set = P.keys(statuses).set

function api.orders(filter)
  local id, status
  if filter ~= nil then
    filter = P.read(filter, filter_keys, "orders")
    if filter.symbol ~= nil then id = ids[filter.symbol] or P.id_of(filter.symbol, "orders") end
    status = filter.status
    if status ~= nil and not status_set[P.expect(status, "string", "orders: status")] then
      fail("orders: status: expected one of " .. table.concat(statuses, " ") .. ", was '"
        .. status:sub(1, 80) .. "'" .. P.suggestion(status, statuses))
    end
  end
  local found, index = {}, host(H.findOrder, 0, id, status)
  while index do
    found[#found + 1] = order_at(index)
    index = host(H.findOrder, index + 1, id, status)
  end
  return found
end
