/** @file One of several by name, with a line on each: a listbox in a popover. */
import { Button, ListBox, ListBoxItem, Popover, Select, SelectValue, Text } from "react-aria-components";
import type { ReactNode } from "react";

export interface Option {
  readonly id: string;
  readonly title: string;
  readonly about?: string;
}

interface PickerProps {
  readonly label: string;
  readonly options: readonly Option[];
  readonly value: string | null;
  readonly onChange: (id: string) => void;
  readonly placeholder?: string;
  readonly className?: string;
  /** Stands after the chosen title: a formula. */
  readonly beside?: ReactNode;
  readonly labelledBy?: string;
}

export function Picker({ label, options, value, onChange, placeholder, className = "", beside, labelledBy }: PickerProps) {
  return (
    <Select
      className={`picker ${className}`}
      aria-label={labelledBy === undefined ? label : undefined}
      aria-labelledby={labelledBy}
      value={value}
      placeholder={placeholder}
      onChange={(key) => {
        if (key !== null) onChange(String(key));
      }}
    >
      <Button className="picker-button">
        <SelectValue className="picker-value">
          {({ selectedText, defaultChildren, isPlaceholder }) => (isPlaceholder ? defaultChildren : selectedText)}
        </SelectValue>
        {beside}
        <span aria-hidden="true" className="picker-arrow">
          ▾
        </span>
      </Button>
      <Popover className="popover" placement="bottom start">
        <ListBox className="listbox">
          {options.map((option) => (
            <ListBoxItem key={option.id} id={option.id} textValue={option.title} className="listbox-item">
              <Text slot="label">{option.title}</Text>
              {option.about === undefined ? null : (
                <Text slot="description" className="listbox-about">
                  {option.about}
                </Text>
              )}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
