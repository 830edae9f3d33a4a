/** @file The small menu of a card: its plot as a file. */
import { useRef, useState } from "react";
import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";

export interface Format {
  readonly id: string;
  readonly title: string;
  /** @param place an element of the card, whose theme the picture takes */
  readonly save: (place: HTMLElement) => void | Promise<void>;
}

interface ExportMenuProps {
  /** What is exported, for those who do not see the card: "the loss". */
  readonly what: string;
  readonly formats: readonly Format[];
}

export function ExportMenu({ what, formats }: ExportMenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [failed, setFailed] = useState("");

  async function save(id: string): Promise<void> {
    const format = formats.find((one) => one.id === id);
    const place = button.current;
    if (format === undefined || place === null) return;
    setFailed("");
    try {
      await format.save(place);
    } catch (error) {
      setFailed(error instanceof Error ? error.message : "It could not be written.");
    }
  }

  return (
    <span className="export">
      <MenuTrigger>
        <Button ref={button} className="button icon plain export-button" aria-label={`Export ${what}`}>
          <span aria-hidden="true">⤓</span>
        </Button>
        <Popover className="popover" placement="bottom end">
          <Menu className="listbox" aria-label={`Export ${what}`} onAction={(key) => void save(String(key))}>
            {formats.map(({ id, title }) => (
              <MenuItem key={id} id={id} className="listbox-item">
                {title}
              </MenuItem>
            ))}
          </Menu>
        </Popover>
      </MenuTrigger>
      <span role="alert" className="complaint">
        {failed}
      </span>
    </span>
  );
}
