strategy { name = "val_wrong_value", symbols = { "SIM:X" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
local function throws(part, opts)
  local ran, why = pcall(buy, S, 1, opts)
  eq(ran, false, part); eq(why:find(part, 1, true) ~= nil, true, why)
end
plan[1] = function(tick)
  throws("GTC", { validity = "FOK" }); throws("open", { when = "close" }); throws("validity", { validty = "IOC" })
  eq(buy(S, 1, { validity = "DAY" }).ok, true, "DAY")
end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
