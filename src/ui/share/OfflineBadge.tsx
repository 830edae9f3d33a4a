/** @file Says that there is no network, which the lab does not need. */
import { useOffline } from "../../state/offline.ts";

export function OfflineBadge() {
  const online = useOffline((state) => state.online);
  return (
    <span role="status">
      {online ? null : (
        <span className="offline-badge" title="There is no network. The lab trains here, and needs none.">
          offline
        </span>
      )}
    </span>
  );
}
