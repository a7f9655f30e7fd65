strategy { name = "b", symbols = { "SIM:X" } }
local keys, t = {}, {}
for i = 1, 40 do keys[i] = (i % 3 == 0) and function() return i end or { i } end
for i = 40, 1, -1 do t[keys[i]] = i end
function on_tick(tick)
  local out = {}
  for _, v in pairs(t) do out[#out + 1] = v end
  for i = 1, 40 do if out[i] ~= i then error("CHECK order: " .. table.concat(out, " ")) end end
  buy("SIM:X", 1)
end
